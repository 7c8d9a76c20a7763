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
/// Turns a declared severity into the effective one: strongest first by what configuration files say for the Dockerfile, by MSBuild's own
/// lists (<c>NoWarn</c>, <c>WarningsAsErrors</c>, <c>WarningsNotAsErrors</c>, <c>TreatWarningsAsErrors</c>), and by the level. In a local
/// build it softens practices to warnings, unless a setting names the code.
/// </summary>
internal sealed class SeverityPolicy
{
    private static readonly char[] Separators = [';', ',', ' ', '\t', '\r', '\n'];

    private readonly Level _level;
    private readonly HashSet<string> _silenced;
    private readonly HashSet<string> _promoted;
    private readonly HashSet<string> _spared;
    private readonly bool _treatWarningsAsErrors;
    private readonly bool _softens;
    private readonly FileSettings _settings;

    public SeverityPolicy(
        Level level, string? noWarn = null, string? warningsAsErrors = null, string? warningsNotAsErrors = null,
        bool treatWarningsAsErrors = false, bool softens = false)
    {
        _level = level;
        _softens = softens;
        _treatWarningsAsErrors = treatWarningsAsErrors;
        _silenced = Codes(noWarn);
        _promoted = Codes(warningsAsErrors);
        _spared = Codes(warningsNotAsErrors);
        _settings = FileSettings.Nothing;
    }

    private SeverityPolicy(SeverityPolicy other, FileSettings settings)
    {
        _level = other._level;
        _softens = other._softens;
        _treatWarningsAsErrors = other._treatWarningsAsErrors;
        _silenced = other._silenced;
        _promoted = other._promoted;
        _spared = other._spared;
        _settings = settings;
    }

    /// <summary>The policy for a file that configuration files speak of.</summary>
    public SeverityPolicy For(FileSettings file) => file.SayNothing ? this : new SeverityPolicy(this, file);

    /// <summary>Whether nothing that the rule finds is reported, so that it need not look.</summary>
    public bool IsOff(RuleDescriptor rule)
    {
        if (_settings.Of(rule) is { } setting) return setting == RuleSetting.None;
        if (_silenced.Contains(rule.Id)) return true;
        return _level != Level.All && !rule.IsRecommended && !_promoted.Contains(rule.Id) && _settings.InPlaceOfDeclared(rule) is null;
    }

    /// <summary>Whether what the rule finds is in the report only.</summary>
    public bool IsSilent(RuleDescriptor rule) => _settings.Of(rule) == RuleSetting.Silent;

    /// <summary>Which configuration file ignores what the rule finds; null if none does.</summary>
    public string? IgnoredBy(RuleDescriptor rule) => _settings.IgnoredBy(rule);

    /// <summary>The effective severity of a diagnostic that is never softened, or null when it is not reported at all.</summary>
    public Severity? Effective(RuleDescriptor rule, Severity declared) => Effective(rule, declared, isPractice: false, out _);

    /// <summary>The effective severity, or null when the finding is not reported at all.</summary>
    /// <param name="rule">What was violated.</param>
    /// <param name="declared">The severity of the finding.</param>
    /// <param name="isPractice">False for what the builder refuses.</param>
    /// <param name="isSoftenable">Whether the finding is an error where something ships, and a warning in a local build.</param>
    public Severity? Effective(RuleDescriptor rule, Severity declared, bool isPractice, out bool isSoftenable)
    {
        isSoftenable = false;
        if (IsOff(rule)) return null;
        if (_settings.Of(rule) is { } setting) return setting.Severity;
        if (_promoted.Contains(rule.Id)) return Severity.Error;

        var severity = _settings.InPlaceOfDeclared(rule) ?? declared;
        if (_level == Level.Minimum && severity != Severity.Error) return null;

        var raised = severity == Severity.Warning && (_treatWarningsAsErrors || _level == Level.Strict) && !_spared.Contains(rule.Id);
        isSoftenable = isPractice && _level != Level.Strict && (raised || severity == Severity.Error);
        return _softens && isSoftenable ? Severity.Warning : raised ? Severity.Error : severity;
    }

    private static HashSet<string> Codes(string? list) =>
        list is null ? [] : new(list.Split(Separators, StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);
}
