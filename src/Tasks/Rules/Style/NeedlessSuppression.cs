using ContainerGuard.Analysis;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Style;

/// <summary>
/// A suppression comment stays after its finding is fixed, and then hides the next violation. Comments of other tools are not checked,
/// because those tools may report something that ContainerGuard does not.
/// </summary>
internal sealed class NeedlessSuppression : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9012", "A suppression comment has no effect", Severity.Message)
    {
        AppliesToCompose = true,
    };

    public override bool ReadsFindings => true;

    public override void Check(FileAnalysis file, Findings findings)
    {
        var suppressions = findings.Suppressions;
        if (suppressions.All.Count == 0) return;

        foreach (var finding in findings.All)
        {
            if (suppressions.Find(finding.Rule, finding.Span.Start) is { } used) used.IsUsed = true;
        }

        foreach (var suppression in suppressions.All)
        {
            if (!suppression.IsUsed && Judge(findings, suppression) is { } message) findings.Report(suppression.Span, message);
        }
    }

    private string? Judge(Findings findings, Suppression suppression)
    {
        if (!suppression.IsOurs || suppression.Name == Descriptor.Id) return null;

        var rules = RulesNamed(suppression.Name, findings.Catalogue);
        if (rules.Count == 0) return Unknown(suppression, findings.Catalogue);

        // A rule that is switched off did not run, so its findings are unknown.
        foreach (var rule in rules)
        {
            if (!findings.RulesRun.Contains(rule)) return null;
        }

        var where = suppression.Scope switch
        {
            SuppressionScope.Instruction => "the instruction below",
            SuppressionScope.Stage => "the stage below",
            _ => "this file",
        };
        return $"{suppression.Name} is suppressed, but {where} does not violate it. Remove the code from the comment.";
    }

    private static string Unknown(Suppression suppression, IReadOnlyList<Rule> rules)
    {
        if (GuardCodes.All.Any(code => code.Id == suppression.Name))
        {
            return $"{suppression.Name} does not come from the Dockerfile, so a comment cannot suppress it. Use NoWarn, or fix its cause.";
        }

        var ending = $":{suppression.Written}";
        var neighbour = rules.Select(static rule => rule.Descriptor)
            .FirstOrDefault(rule => rule.Aliases.Any(alias => alias.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
        var hint = neighbour?.Id ?? SpellingSuggestion.Find(suppression.Name, [.. rules.Select(static rule => rule.Descriptor.Id)]);
        return $"The rule '{MessageText.Cut(suppression.Written)}' does not exist. "
            + (hint is null ? "See docs/rules in the package for all codes." : $"Did you mean '{hint}'?");
    }

    private static List<RuleDescriptor> RulesNamed(string name, IReadOnlyList<Rule> catalogue)
    {
        List<RuleDescriptor> rules = [];
        foreach (var rule in catalogue)
        {
            if (rule.Descriptor.Id == name || rule.Descriptor.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                rules.Add(rule.Descriptor);
            }
        }

        return rules;
    }
}
