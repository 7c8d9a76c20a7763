namespace ContainerGuard.Pinning;

/// <summary>A locked source beside its server.</summary>
/// <param name="Source">The source.</param>
/// <param name="Locked">Its entry in the lock file.</param>
/// <param name="Current">What the server has; null if the server no longer has the source.</param>
/// <param name="IsCommitShown">Whether a reference of the repository has the locked commit.</param>
/// <param name="IsTag">Whether the source is a tag of a repository, which is expected to stay.</param>
internal sealed record SourceState(
    RemoteSource Source, LockedSource Locked, LockedSource? Current, bool IsCommitShown = false, bool IsTag = false)
{
    public bool HasChanged => Current != Locked;

    /// <summary>The message for a source that has changed.</summary>
    public string Message => Current is null
        ? $"The server no longer has '{Source.Shown}'. Change the address, and run 'dotnet build -t:ContainerGuardPin'."
        : $"'{Source.Shown}' is locked to {Locked.Short}, but the server now has {Current.Short}. "
            + "Run 'dotnet build -t:ContainerGuardUpdate'.";

    /// <summary>
    /// Why the lock file and the server disagree, or null: a file or a tag must stay, and a branch may move as long as its old commit
    /// exists, which its references do not show.
    /// </summary>
    public string? Disagreement => Current is null || (HasChanged && (!Source.IsGit || (IsTag && !IsCommitShown))) ? Message : null;

    /// <summary>Whether the comparison cannot tell: only a build shows whether the server still has the commit.</summary>
    public bool IsUncertain => Disagreement is null && HasChanged && !IsCommitShown;
}
