namespace ContainerGuard.Packages.Sbom;

/// <summary>
/// The packages of a document in a fixed order, each with an identifier, and who needs whom. Package managers name dependencies without
/// versions: of several packages with the name, one of the same file is the nearest.
/// </summary>
internal sealed class SbomGraph
{
    private readonly Dictionary<(PackageType, string), List<int>> _byName = [];
    private readonly List<int>[] _dependencies;

    public SbomGraph(IEnumerable<Package> packages)
    {
        Packages = Contents.PackageSet.Sort(packages);
        var used = new HashSet<string>(StringComparer.Ordinal);
        List<string> ids = [];
        for (var i = 0; i < Packages.Count; i++)
        {
            var key = (Packages[i].Type, Packages[i].Name.ToLowerInvariant());
            if (!_byName.TryGetValue(key, out var places)) _byName[key] = places = [];
            places.Add(i);

            // The same package may be at several places.
            var id = Packages[i].Url;
            for (var number = 2; !used.Add(id); number++) id = $"{Packages[i].Url}#{number}";
            ids.Add(id);
        }

        Ids = ids;
        _dependencies = [.. Packages.Select((package, i) => Find(package, i))];
        var needed = _dependencies.SelectMany(static one => one).ToHashSet();
        Roots = [.. Enumerable.Range(0, Packages.Count).Where(i => Packages[i].Role != PackageRole.Dependency || !needed.Contains(i))];
    }

    public IReadOnlyList<Package> Packages { get; }

    /// <summary>The identifier of each package: its URL, with a number where it occurs again.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The indexes of the packages that no other package needs, and of applications and runtimes.</summary>
    public IReadOnlyList<int> Roots { get; }

    /// <summary>The indexes of the packages that a package needs, in order.</summary>
    public IReadOnlyList<int> DependenciesOf(int package) => _dependencies[package];

    private List<int> Find(Package package, int self)
    {
        SortedSet<int> found = [];
        foreach (var name in package.DependsOn)
        {
            if (!_byName.TryGetValue((package.Type, name.ToLowerInvariant()), out var places)) continue;
            var nearest = places.FindIndex(i => Packages[i].Path == package.Path);
            var place = places[Math.Max(nearest, 0)];
            if (place != self) found.Add(place);
        }

        return [.. found];
    }
}
