namespace ContainerGuard.Analysis.Built;

/// <summary>What an expectation is about.</summary>
internal enum ExpectationKind
{
    File,
    AbsentFile,
    User,
    Port,
    Label,
    Environment,
    Entrypoint,
    Command,
    WorkingDirectory,
    Volume,
    LargestSize,
    NoShell,
}

/// <summary>What a project expects of its image: an item <c>ContainerGuardExpect</c>, or a test of container-structure-test.</summary>
/// <param name="Kind">Its subject.</param>
/// <param name="Name">The path, the port, the key of the label; empty for a kind that needs no name.</param>
internal sealed record Expectation(ExpectationKind Kind, string Name)
{
    /// <summary>The expected value; null for any value. For a list, its elements are separated by line feeds.</summary>
    public string? Value { get; init; }

    /// <summary>The owner of a file, as <c>user</c> or <c>user:group</c>, by number; null for any.</summary>
    public string? Owner { get; init; }

    /// <summary>The permission bits of a file; null for any.</summary>
    public int? Mode { get; init; }

    /// <summary>The size in bytes that the image may have, packed.</summary>
    public long Size { get; init; }

    /// <summary>Whether the expectation is that the value is different.</summary>
    public bool IsNegative { get; init; }
}
