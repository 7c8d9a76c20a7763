namespace ContainerGuard.Rules;

/// <summary>The setting of a rule in a configuration file. Each word has one instance.</summary>
/// <param name="Word">The word of <c>dotnet_diagnostic.CG3001.severity = …</c>.</param>
/// <param name="Severity">The severity of a finding; null for <see cref="None"/> and <see cref="Default"/>.</param>
internal sealed record RuleSetting(string Word, Severity? Severity)
{
    /// <summary>The declared severity, even if a configuration file in a parent folder sets another one.</summary>
    public static readonly RuleSetting Default = new("default", null);

    /// <summary>The rule does not run.</summary>
    public static readonly RuleSetting None = new("none", null);

    /// <summary>Findings appear in the report, but not in the log.</summary>
    public static readonly RuleSetting Silent = new("silent", Rules.Severity.Message);

    public static readonly RuleSetting Suggestion = new("suggestion", Rules.Severity.Message);

    public static readonly RuleSetting Warning = new("warning", Rules.Severity.Warning);

    public static readonly RuleSetting Error = new("error", Rules.Severity.Error);

    /// <summary>All settings, the most severe first.</summary>
    public static IReadOnlyList<RuleSetting> All { get; } = [Error, Warning, Suggestion, Silent, None, Default];

    /// <summary>The setting of a word, in any casing; null for an unknown word.</summary>
    public static RuleSetting? Parse(ReadOnlySpan<char> word)
    {
        foreach (var setting in All)
        {
            if (word.Equals(setting.Word, StringComparison.OrdinalIgnoreCase)) return setting;
        }

        return null;
    }
}
