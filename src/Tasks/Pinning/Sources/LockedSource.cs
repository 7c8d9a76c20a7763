using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>An entry of the lock file for what ADD gets from the network: the checksum of a file, or a commit.</summary>
/// <param name="Checksum">Of the file; null for a repository.</param>
/// <param name="Commit">Of the repository, 40 or 64 hexadecimal digits; null for a file.</param>
internal sealed record LockedSource(ImageDigest? Checksum, string? Commit)
{
    /// <summary>The value of <c>--checksum=</c>.</summary>
    public string Written => Checksum?.ToString() ?? Commit!;

    /// <summary>The beginning of it, for messages.</summary>
    public string Short => Checksum?.Short ?? $"{Commit![..12]}…";

    /// <summary>Reads the value of <c>--checksum=</c>; null if it is not a whole one.</summary>
    public static LockedSource? Parse(string written, bool isGit) =>
        isGit ? RemoteSource.IsCommit(written) ? new LockedSource(null, written) : null
        : ImageDigest.TryParse(written, out var digest, out _) ? new LockedSource(digest, null)
        : null;
}
