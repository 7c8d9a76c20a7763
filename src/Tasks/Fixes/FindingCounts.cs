using ContainerGuard.Rules;

namespace ContainerGuard.Fixes;

/// <summary>The number of findings of each rule, to check the result of a fix.</summary>
internal static class FindingCounts
{
    public static Dictionary<string, int> Of(IEnumerable<Diagnostic> findings) =>
        findings.GroupBy(static finding => finding.Rule.Id, StringComparer.Ordinal)
            .ToDictionary(static rule => rule.Key, static rule => rule.Count(), StringComparer.Ordinal);

    /// <summary>Whether any rule has more findings than before.</summary>
    public static bool HasGrown(Dictionary<string, int> before, Dictionary<string, int> after)
    {
        foreach (var (rule, count) in after)
        {
            if (count > before.GetValueOrDefault(rule)) return true;
        }

        return false;
    }
}
