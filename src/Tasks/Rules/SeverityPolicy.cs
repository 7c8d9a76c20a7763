namespace ContainerGuard.Rules;

/// <summary>How much is reported: the value of <c>ContainerGuardLevel</c>.</summary>
internal enum Level
{
    /// <summary>Errors only.</summary>
    Minimum,

    /// <summary>Every recommended rule, at its declared severity.</summary>
    Recommended,

    /// <summary>As recommended, and every warning is an error.</summary>
    Strict,

    /// <summary>Every rule, at its declared severity.</summary>
    All,
}

/// <summary>
/// Turns a declared severity into the effective one by the level and MSBuild's own lists (<c>NoWarn</c>, <c>WarningsAsErrors</c>,
/// <c>WarningsNotAsErrors</c>, <c>TreatWarningsAsErrors</c>). The lists are stronger than the level.
/// </summary>
internal sealed class SeverityPolicy(
    Level level, string? noWarn = null, string? warningsAsErrors = null, string? warningsNotAsErrors = null, bool treatWarningsAsErrors = false)
{
    private static readonly char[] Separators = [';', ',', ' ', '\t', '\r', '\n'];

    private readonly HashSet<string> silenced = Codes(noWarn);
    private readonly HashSet<string> promoted = Codes(warningsAsErrors);
    private readonly HashSet<string> spared = Codes(warningsNotAsErrors);

    /// <summary>Whether nothing that the rule finds is reported, so that it need not look.</summary>
    public bool IsOff(RuleDescriptor rule) => silenced.Contains(rule.Id) || (level != Level.All && !rule.IsRecommended && !promoted.Contains(rule.Id));

    /// <summary>The effective severity, or null when the finding is not reported at all.</summary>
    public Severity? Effective(RuleDescriptor rule, Severity declared)
    {
        if (IsOff(rule)) return null;
        if (promoted.Contains(rule.Id)) return Severity.Error;
        if (level == Level.Minimum && declared != Severity.Error) return null;

        var raised = declared == Severity.Warning && (treatWarningsAsErrors || level == Level.Strict);
        return raised && !spared.Contains(rule.Id) ? Severity.Error : declared;
    }

    private static HashSet<string> Codes(string? list) =>
        list is null ? [] : new(list.Split(Separators, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
}
