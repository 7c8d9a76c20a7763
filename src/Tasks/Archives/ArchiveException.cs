namespace ContainerGuard.Archives;

internal enum ArchiveFault
{
    /// <summary>The bytes violate the format.</summary>
    Damaged,

    /// <summary>One of <see cref="ArchiveLimits"/> is exceeded.</summary>
    TooLarge,

    /// <summary>A format that is valid, but not read.</summary>
    Unsupported,
}

/// <summary>An archive that cannot be read.</summary>
/// <param name="fault">The kind of fault.</param>
/// <param name="reason">A clause for people, which completes "… cannot be read: ".</param>
internal sealed class ArchiveException(ArchiveFault fault, string reason) : Exception(reason)
{
    public ArchiveFault Fault { get; } = fault;

    public static ArchiveException Damaged(string reason) => new(ArchiveFault.Damaged, reason);

    public static ArchiveException TooLarge(string reason) => new(ArchiveFault.TooLarge, reason);
}
