namespace ContainerGuard.Rules;

/// <summary>
/// What configuration files say of the rules for one Dockerfile: <c>.editorconfig</c> and its like by code, another tool's configuration
/// for the rules that share the practice.
/// </summary>
internal sealed class FileSettings
{
    public static readonly FileSettings Nothing = new();

    /// <summary>By code.</summary>
    public Dictionary<string, RuleSetting> Rules { get; init; } = [];

    /// <summary>How much the rule with an alias weighs, in place of its declared severity.</summary>
    public Dictionary<string, RuleSetting> Neighbours { get; init; } = [];

    /// <summary>The aliases that a configuration ignores, and which one does.</summary>
    public Dictionary<string, string> Ignored { get; init; } = [];

    public bool SayNothing => Rules.Count == 0 && Neighbours.Count == 0 && Ignored.Count == 0;

    /// <summary>The same, with some rules switched off.</summary>
    public FileSettings Without(IReadOnlyCollection<string> codes)
    {
        if (codes.Count == 0) return this;
        var rules = new Dictionary<string, RuleSetting>(Rules, StringComparer.Ordinal);
        foreach (var code in codes) rules[code] = RuleSetting.None;
        return new FileSettings { Rules = rules, Neighbours = Neighbours, Ignored = Ignored };
    }

    /// <summary>What is said of the rule by its code; null where nothing is.</summary>
    public RuleSetting? Of(RuleDescriptor rule) =>
        Rules.Count > 0 && Rules.TryGetValue(rule.Id, out var setting) && setting != RuleSetting.Default ? setting : null;

    /// <summary>The severity that stands in for the declared one; null for none.</summary>
    public Severity? InPlaceOfDeclared(RuleDescriptor rule)
    {
        if (Neighbours.Count == 0) return null;
        foreach (var alias in rule.Aliases)
        {
            if (Neighbours.TryGetValue(alias, out var setting)) return setting.Severity;
        }

        return null;
    }

    /// <summary>Which configuration ignores the rule; null if none does.</summary>
    public string? IgnoredBy(RuleDescriptor rule)
    {
        if (Ignored.Count == 0) return null;
        foreach (var alias in rule.Aliases)
        {
            if (Ignored.TryGetValue(alias, out var reason)) return reason;
        }

        return null;
    }
}
