using System.Globalization;
using System.Text;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>Writes <c>docs/rules/README.md</c> from the catalogue.</summary>
internal static class RuleIndex
{
    private static readonly Family[] Families =
    [
        new('0', "", "ContainerGuard itself"),
        new('1', "Language", "The Dockerfile language"),
        new('2', "BaseImages", "Base images"),
        new('3', "Users", "Users, privileges, ports"),
        new('4', "Secrets", "Secrets and the build context"),
        new('5', "Packages", "Package managers and dependencies"),
        new('6', "Processes", "Processes, signals, health"),
        new('7', "Stages", "Stages, layers, cache"),
        new('8', "BuiltImages", "Built images"),
        new('9', "Style", "Labels and style"),
    ];

    public static Family FamilyOf(string id) => Families.Single(family => family.Digit == id[2]);

    public static string Write(IEnumerable<RuleDescriptor> descriptors)
    {
        var text = new StringBuilder(
            """
            # Rules

            This page lists every code that ContainerGuard reports, and links to its page. An *alias* is the name of the same practice in another tool.
            A rule marked *all* runs only at `ContainerGuardLevel=all`, or if a [severity setting](../configuration.md) enables it. The tests write this file from the
            rules.

            """);
        foreach (var family in descriptors.OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)
            .GroupBy(descriptor => FamilyOf(descriptor.Id)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {family.Key.Title}\n\n");
            var hasAliases = family.Key.Digit != '0';
            text.Append(hasAliases
                ? "| code | practice | severity | aliases |\n|---|---|---|---|\n"
                : "| code | meaning | severity |\n|---|---|---|\n");
            foreach (var rule in family)
            {
                var severity = rule.Severity.ToString().ToLowerInvariant() + (rule.IsRecommended ? "" : " (all)");
                text.Append(CultureInfo.InvariantCulture, $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {severity} |");
                text.Append(hasAliases ? $" {string.Join(", ", rule.Aliases.Select(alias => $"`{alias}`"))} |\n" : "\n");
            }
        }

        return text.ToString();
    }

    /// <summary>A range of codes.</summary>
    /// <param name="Digit">The first digit of its codes.</param>
    /// <param name="Folder">Where its rules lie, under <c>Rules</c>.</param>
    /// <param name="Title">What it is about.</param>
    internal sealed record Family(char Digit, string Folder, string Title);
}
