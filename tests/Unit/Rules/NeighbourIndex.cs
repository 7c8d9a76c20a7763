using System.Globalization;
using System.Text;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>
/// Writes <c>docs/neighbours.md</c>: the rules of other tools, the rules of ContainerGuard for the same practices, and their differences.
/// </summary>
internal static class NeighbourIndex
{
    private static readonly (string Prefix, string Name)[] Tools =
        [("hadolint", "hadolint"), ("buildkit", "BuildKit"), ("trivy", "Trivy"), ("checkov", "Checkov"), ("kics", "KICS")];

    /// <summary>Every rule of a neighbour that is about Dockerfiles, as <c>tool:rule</c>.</summary>
    public static IReadOnlyList<string> Rules { get; } =
        File.ReadAllLines(RepositoryRoot.Combine("tests", "Unit", "Rules", "NeighbourRules.txt"));

    public static string Write(IEnumerable<RuleDescriptor> descriptors)
    {
        var ours =
            descriptors.SelectMany(rule => rule.Aliases.Select(alias => (alias, rule))).ToLookup(pair => pair.alias, pair => pair.rule);
        var text = new StringBuilder(
            """
            # Migrating from another tool

            The tables list the rules of hadolint, BuildKit, Trivy, Checkov and KICS, and the rules of ContainerGuard for the same practices. The third column
            links to the intentional differences between the two. The tests generate this file from the rules.

            """);
        foreach (var (prefix, name) in Tools)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n| {name} | ContainerGuard | differences |\n|---|---|---|\n");
            foreach (var alias in Rules.Where(alias => alias.StartsWith(prefix + ":", StringComparison.Ordinal)))
            {
                var rules = ours[alias].OrderBy(rule => rule.Id, StringComparer.Ordinal).ToArray();
                var links = rules.Length == 0 ? "–" : string.Join(", ", rules.Select(rule => $"[{rule.Id}](rules/{rule.Id}.md)"));
                var differences = string.Join(
                    ", ", rules.Where(IsReadDifferently).Select(rule => $"[{rule.Id}](rules/{rule.Id}.md#differences-from-other-tools)"));
                text.Append(CultureInfo.InvariantCulture, $"| `{alias[(prefix.Length + 1)..]}` | {links} | {differences} |\n");
            }
        }

        return text.ToString();
    }

    private static bool IsReadDifferently(RuleDescriptor rule) =>
        File.ReadLines(Path.Combine(RulePage.Folder, rule.Id + ".md")).Contains("## Differences from other tools");
}
