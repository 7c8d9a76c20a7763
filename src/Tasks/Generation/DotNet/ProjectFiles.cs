namespace ContainerGuard.Generation.DotNet;

/// <summary>A file that an item or a property of a project names, for the build after restore.</summary>
/// <param name="Name">The name of the item or property.</param>
/// <param name="Path">Absolute. It can contain wildcards.</param>
/// <param name="IsCertain">Whether no unknown condition decides.</param>
internal sealed record NamedFile(string Name, string Path, bool IsCertain)
{
    public bool IsPattern => Path.Contains('*', StringComparison.Ordinal) || Path.Contains('?', StringComparison.Ordinal);
}

/// <summary>The files that one project reads, as far as the text of its files tells.</summary>
internal sealed record ProjectFiles
{
    /// <summary>Imported files, and files that an expression or condition reads, absolute. All exist.</summary>
    public List<string> Imports { get; } = [];

    /// <summary>Referenced projects, absolute. All exist.</summary>
    public List<string> Projects { get; } = [];

    /// <summary>Files that the build after restore reads.</summary>
    public List<NamedFile> Named { get; } = [];

    /// <summary>The commands of its targets, as written.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>Why the files that restore reads are not all known, as a clause; null if they are.</summary>
    public string? Doubt { get; set; }
}
