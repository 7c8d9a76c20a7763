namespace ContainerGuard.Pinning;

/// <summary>The result of pinning sources.</summary>
/// <param name="LockFile">The lock file as it is now; null if it could not be used, or if sources are not locked.</param>
/// <param name="Problems">The sources that could not be pinned.</param>
/// <param name="LockFileChanged">Whether the file was written.</param>
internal sealed record SourcePins(LockFile? LockFile, IReadOnlyList<PinningProblem> Problems, bool LockFileChanged = false);

/// <summary>The states of locked sources.</summary>
/// <param name="States">In the order of the lock file.</param>
/// <param name="Problems">The sources that could not be compared.</param>
internal sealed record SourceStates(IReadOnlyList<SourceState> States, IReadOnlyList<PinningProblem> Problems);

/// <summary>The result of an update of sources.</summary>
/// <param name="Changed">The sources that moved, as they were.</param>
/// <param name="Problems">The sources that could not be updated.</param>
internal sealed record SourceUpdates(IReadOnlyList<SourceState> Changed, IReadOnlyList<PinningProblem> Problems)
{
    /// <summary>The Dockerfiles whose checksums follow.</summary>
    public IReadOnlyList<SourceEdit> Files { get; init; } = [];

    /// <summary>The text of the lock file before and after a dry run; null for a real update.</summary>
    public (string Before, string After)? LockFile { get; init; }
}
