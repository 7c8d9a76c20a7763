using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Style;

/// <summary>
/// A suppression outlives what it was written for, and then hides the next violation. Other tools' comments are not judged: what they silence
/// there may be what is read differently here.
/// </summary>
internal sealed class NeedlessSuppression : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9012", "A comment silences what is not there", Severity.Message);

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

        // What is switched off has not looked, so nobody knows.
        foreach (var rule in rules)
        {
            if (!context.RulesRun.Contains(rule)) return null;
        }

        var where = suppression.Scope switch
        {
            SuppressionScope.Instruction => "in the instruction below",
            SuppressionScope.Stage => "in the stage below",
            _ => "in this file",
        };
        return $"{suppression.Name} is silenced, and nothing {where} violates it: the comment would hide the next violation. Take it out.";
    }

    private static string Unknown(Suppression suppression)
    {
        if (GuardCodes.All.Any(code => code.Id == suppression.Name))
        {
            return $"{suppression.Name} is not about a Dockerfile's text, so no comment can silence it. Use NoWarn, or correct its cause.";
        }

        var ending = $":{suppression.Written}";
        var neighbour = RuleCatalogue.All.Select(static rule => rule.Descriptor)
            .FirstOrDefault(rule => rule.Aliases.Any(alias => alias.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
        var hint = neighbour?.Id ?? Nearest.Find(suppression.Name, [.. RuleCatalogue.All.Select(static rule => rule.Descriptor.Id)]);
        return $"There is no rule '{suppression.Written}', so it silences nothing. "
            + (hint is null ? "The codes there are stand in docs/rules of the package." : $"Did you mean '{hint}'?");
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
