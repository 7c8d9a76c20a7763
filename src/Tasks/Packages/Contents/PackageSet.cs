namespace ContainerGuard.Packages.Contents;

/// <summary>The packages of an image or of a folder.</summary>
/// <param name="Packages">In the order of their files and of the entries in them.</param>
/// <param name="Notes">Sentences about files that could not be read.</param>
internal sealed record PackageSet(IReadOnlyList<Package> Packages, IReadOnlyList<string> Notes)
{
    public static PackageSet Empty { get; } = new([], []);

    /// <summary>The number of files that could not be read, with the reason for the first; null if all were read.</summary>
    public string? Unread => Notes.Count switch
    {
        0 => null,
        1 => $"1 file ({Notes[0].TrimEnd('.')})",
        var count => $"{count} files (the first: {Notes[0].TrimEnd('.')})",
    };

    /// <summary>The packages of a database or an ecosystem: <c>dpkg</c>, <c>apk</c>, <c>rpm</c>, <c>nuget</c> and so on.</summary>
    public IEnumerable<IGrouping<string, Package>> ByDatabase => Packages.GroupBy(static package => package.Type switch
    {
        PackageType.Deb => "dpkg",
        var type => type.Name(),
    }).OrderBy(static group => group.Key, StringComparer.Ordinal);

    /// <summary>An order that does not depend on the files: by type, name, version and path.</summary>
    public static IReadOnlyList<Package> Sort(IEnumerable<Package> packages) =>
    [
        .. packages.OrderBy(static package => package.Type).ThenBy(static package => package.Name, StringComparer.Ordinal)
            .ThenBy(static package => package.Version, StringComparer.Ordinal)
            .ThenBy(static package => package.Architecture, StringComparer.Ordinal)
            .ThenBy(static package => package.Path, StringComparer.Ordinal)
            .ThenBy(static package => package.Member, StringComparer.Ordinal),
    ];
}
