namespace ContainerGuard.Rules;

/// <summary>
/// All rules. The build generates the list from the files in the family folders, so it includes a new rule automatically.
/// </summary>
internal static partial class RuleCatalogue
{
    private static readonly Lazy<Rule[]> Rules = new(() =>
    {
        var all = CreateAll();
        Array.Sort(all, static (left, right) => string.CompareOrdinal(left.Descriptor.Id, right.Descriptor.Id));
        return all;
    });

    private static readonly Lazy<ImageRule[]> ImageRules = new(() =>
    {
        var all = CreateAllOfImages();
        Array.Sort(all, static (left, right) => string.CompareOrdinal(left.Descriptor.Id, right.Descriptor.Id));
        return all;
    });

    /// <summary>The rules for Dockerfiles, ordered by code.</summary>
    public static IReadOnlyList<Rule> All => Rules.Value;

    /// <summary>The rules for built images, ordered by code.</summary>
    public static IReadOnlyList<ImageRule> AllOfImages => ImageRules.Value;

    /// <summary>All codes that can appear in the error list: those of the rules, and those of the tasks themselves.</summary>
    public static IEnumerable<RuleDescriptor> Descriptors => GuardCodes.All.Concat(ScanCodes.All)
        .Concat(All.Select(static rule => rule.Descriptor)).Concat(AllOfImages.Select(static rule => rule.Descriptor));
}
