namespace ContainerGuard.Packages;

/// <summary>A package of the system that two images have in different versions.</summary>
/// <param name="Name">The source package.</param>
/// <param name="From">The version in the first image; null if it does not have the package.</param>
/// <param name="To">The version in the second image; null if it does not have the package.</param>
internal sealed record PackageChange(string Name, string? From, string? To)
{
    /// <summary>Such as <c>openssl 3.5.1 to 3.5.2</c>.</summary>
    public string Text => From is null ? $"{Name} {To} (new)" : To is null ? $"{Name} (removed)" : $"{Name} {From} to {To}";

    /// <summary>The differences, by name. The packages of one source are one entry.</summary>
    /// <param name="before">The packages of the first image.</param>
    /// <param name="after">The packages of the second image.</param>
    public static IReadOnlyList<PackageChange> Between(IEnumerable<Package> before, IEnumerable<Package> after)
    {
        var (old, present) = (Versions(before), Versions(after));
        return
        [
            .. old.Keys.Union(present.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => new PackageChange(
                    name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..], old.GetValueOrDefault(name),
                    present.GetValueOrDefault(name)))
                .Where(static change => change.From != change.To),
        ];
    }

    private static Dictionary<string, string> Versions(IEnumerable<Package> packages)
    {
        Dictionary<string, string> versions = new(StringComparer.Ordinal);
        foreach (var group in packages.GroupBy(static package => $"{package.Type} {package.Source}", StringComparer.Ordinal))
        {
            versions[group.Key] = string.Join(
                ", ", group.Select(static package => package.SourceVersion).Distinct().Order(StringComparer.Ordinal));
        }

        return versions;
    }
}
