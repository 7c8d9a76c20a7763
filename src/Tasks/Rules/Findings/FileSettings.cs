namespace ContainerGuard.Rules;

/// <summary>
/// The settings of rules for one Dockerfile from configuration files: <c>.editorconfig</c> and <c>.globalconfig</c> by code, and the
/// configuration of another tool for rules with the same practice.
/// </summary>
internal sealed class FileSettings
{
    public static readonly FileSettings Nothing = new();

    /// <summary>Settings by code.</summary>
    public Dictionary<string, RuleSetting> Rules { get; init; } = [];

    /// <summary>Severities by alias, which replace the declared severity.</summary>
    public Dictionary<string, RuleSetting> Neighbours { get; init; } = [];

    /// <summary>The aliases that a configuration file ignores, each with the name of that file.</summary>
    public Dictionary<string, string> Ignored { get; init; } = [];

    public bool SayNothing => Rules.Count == 0 && Neighbours.Count == 0 && Ignored.Count == 0;

    /// <summary>A copy with some rules switched off.</summary>
    public FileSettings Without(IReadOnlyCollection<string> codes)
    {
        if (codes.Count == 0) return this;
        var rules = new Dictionary<string, RuleSetting>(Rules, StringComparer.Ordinal);
        foreach (var code in codes) rules[code] = RuleSetting.None;
        return new FileSettings { Rules = rules, Neighbours = Neighbours, Ignored = Ignored };
    }

    /// <summary>The setting of a rule by its code; null if it has none.</summary>
    public RuleSetting? Of(RuleDescriptor rule) =>
        Rules.Count > 0 && Rules.TryGetValue(rule.Id, out var setting) && setting != RuleSetting.Default ? setting : null;

    /// <summary>The severity that replaces the declared one; null to keep the declared one.</summary>
    public Severity? InPlaceOfDeclared(RuleDescriptor rule)
    {
        if (Neighbours.Count == 0) return null;
        foreach (var alias in rule.Aliases)
        {
            if (Neighbours.TryGetValue(alias, out var setting)) return setting.Severity;
        }

        return null;
    }

    /// <summary>The configuration file that ignores the rule; null if the rule is not ignored.</summary>
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
