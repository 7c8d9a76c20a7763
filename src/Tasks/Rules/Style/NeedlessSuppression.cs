using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Style;

/// <summary>
/// A suppression comment stays after its finding is fixed, and then hides the next violation. Comments of other tools are not checked, because
/// those tools may report something that ContainerGuard does not.
/// </summary>
internal sealed class NeedlessSuppression : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9012", "A suppression comment has no effect", Severity.Message);

    public override bool ReadsFindings => true;

    public override void Check(RuleContext context)
    {
        var suppressions = context.Suppressions;
        if (suppressions.All.Count == 0) return;

        foreach (var finding in context.Findings)
        {
            if (suppressions.Find(finding.Rule, finding.Span.Start) is { } used) used.IsUsed = true;
        }

        foreach (var suppression in suppressions.All)
        {
            if (!suppression.IsUsed && Judge(context, suppression) is { } message) context.Report(suppression.Span, message);
        }
    }

    private string? Judge(RuleContext context, Suppression suppression)
    {
        if (!suppression.IsOurs || suppression.Name == Descriptor.Id) return null;

        var rules = RulesNamed(suppression.Name);
        if (rules.Count == 0) return Unknown(suppression);

        // A rule that is switched off did not run, so its findings are unknown.
        foreach (var rule in rules)
        {
            if (!context.RulesRun.Contains(rule)) return null;
        }

        var where = suppression.Scope switch
        {
            SuppressionScope.Instruction => "the instruction below",
            SuppressionScope.Stage => "the stage below",
            _ => "this file",
        };
        return $"{suppression.Name} is suppressed, but {where} does not violate it. Remove the code from the comment.";
    }

    private static string Unknown(Suppression suppression)
    {
        if (GuardCodes.All.Any(code => code.Id == suppression.Name))
        {
            return $"{suppression.Name} does not come from the Dockerfile, so a comment cannot suppress it. Use NoWarn, or fix its cause.";
        }

        var ending = $":{suppression.Written}";
        var neighbour = RuleCatalogue.All.Select(static rule => rule.Descriptor)
            .FirstOrDefault(rule => rule.Aliases.Any(alias => alias.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
        var hint = neighbour?.Id ?? Nearest.Find(suppression.Name, [.. RuleCatalogue.All.Select(static rule => rule.Descriptor.Id)]);
        return $"The rule '{MessageText.Cut(suppression.Written)}' does not exist. "
            + (hint is null ? "See docs/rules in the package for all codes." : $"Did you mean '{hint}'?");
    }

    private static List<RuleDescriptor> RulesNamed(string name)
    {
        List<RuleDescriptor> rules = [];
        foreach (var rule in RuleCatalogue.All)
        {
            if (rule.Descriptor.Id == name || rule.Descriptor.Aliases.Contains(name, StringComparer.OrdinalIgnoreCase)) rules.Add(rule.Descriptor);
        }

        return rules;
    }
}
