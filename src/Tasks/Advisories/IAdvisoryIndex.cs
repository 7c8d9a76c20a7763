namespace ContainerGuard.Advisories;

/// <summary>All rows of one ecosystem, found by package.</summary>
internal interface IAdvisoryIndex
{
    string Ecosystem { get; }

    /// <summary>The rows of a package; empty if it has none.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged.</exception>
    List<Advisory> Find(string package);
}
