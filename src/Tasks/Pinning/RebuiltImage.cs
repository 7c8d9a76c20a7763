using ContainerGuard.Packages;

namespace ContainerGuard.Pinning;

/// <summary>What the present image of a tag has instead of the locked one.</summary>
/// <param name="Changes">The packages of the system and the .NET whose versions differ.</param>
/// <param name="Fixes">The vulnerabilities of the locked image that the present one does not have; null if they are not known.</param>
internal sealed record RebuiltImage(IReadOnlyList<PackageChange> Changes, IReadOnlyList<string>? Fixes)
{
    private const int Most = 2;

    /// <summary>The part of a message that begins with a comma.</summary>
    public string Text
    {
        get
        {
            var changes = Changes.Count == 0 ? "the same packages" : Listed(Changes.Select(static change => change.Text));
            return $", with {changes}{(Fixes is { Count: > 0 } fixes ? $", and without {Listed(fixes)}" : "")}";
        }
    }

    private static string Listed(IEnumerable<string> values)
    {
        var all = values.ToList();
        var shown = string.Join(", ", all.Take(Most));
        return all.Count <= Most ? shown : $"{shown} and {all.Count - Most} more";
    }
}
