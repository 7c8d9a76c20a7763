namespace ContainerGuard.Rules;

/// <summary>
/// Every rule there is. The list is written by the build from the files in the family folders, so a new rule is found by being there.
/// </summary>
internal static partial class RuleCatalogue
{
    private static readonly Lazy<Rule[]> Rules = new(() =>
    {
        var all = CreateAll();
        Array.Sort(all, static (left, right) => string.CompareOrdinal(left.Descriptor.Id, right.Descriptor.Id));
        return all;
    });

    /// <summary>The rules over a Dockerfile, by identifier.</summary>
    public static IReadOnlyList<Rule> All => Rules.Value;

    /// <summary>Every code that can appear in an error list: the rules', and the guard's own.</summary>
    public static IEnumerable<RuleDescriptor> Descriptors => GuardCodes.All.Concat(All.Select(static rule => rule.Descriptor));
}
