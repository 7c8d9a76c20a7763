namespace ContainerGuard.Archives;

internal enum ArchiveProblemKind
{
    /// <summary>The bytes violate the format.</summary>
    Damaged,

    /// <summary>One of <see cref="ArchiveLimits"/> is exceeded.</summary>
    TooLarge,

    /// <summary>A format that is valid, but not read.</summary>
    Unsupported,
}

/// <summary>An archive that cannot be read.</summary>
/// <param name="kind">The kind of fault.</param>
/// <param name="reason">A clause for people, which completes "… cannot be read: ".</param>
internal sealed class ArchiveException(ArchiveProblemKind kind, string reason) : Exception(reason)
{
    public ArchiveProblemKind Kind { get; } = kind;

    public static ArchiveException Damaged(string reason) => new(ArchiveProblemKind.Damaged, reason);

    public static ArchiveException TooLarge(string reason) => new(ArchiveProblemKind.TooLarge, reason);
}
