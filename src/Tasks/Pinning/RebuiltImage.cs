using ContainerGuard.Packages;
using ContainerGuard.Text;

namespace ContainerGuard.Pinning;

/// <summary>What the present image of a tag has instead of the locked one.</summary>
/// <param name="Changes">The packages of the system and the .NET whose versions differ.</param>
/// <param name="Fixes">The vulnerabilities of the locked image that the present one does not have; null if they are not known.</param>
internal sealed record RebuiltImage(IReadOnlyList<PackageChange> Changes, IReadOnlyList<string>? Fixes)
{
    private const int Most = 2;

    /// <summary>Sentences of a message, with a space before them.</summary>
    public string Text
    {
        get
        {
            var changes = Changes.Count == 0
                ? " The packages are the same."
                : $" Changed packages: {WordList.And(Changes.Select(static change => change.Text), Most)}.";
            return Fixes is { Count: > 0 } fixes ? $"{changes} Fixed: {WordList.And(fixes, Most)}." : changes;
        }
    }
}
