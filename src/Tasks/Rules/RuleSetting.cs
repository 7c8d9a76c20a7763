namespace ContainerGuard.Rules;

/// <summary>What a configuration file says of a rule. One instance for each word there is.</summary>
/// <param name="Word">The word of <c>dotnet_diagnostic.CG3001.severity = …</c>.</param>
/// <param name="Severity">How much a finding weighs then; null for what is not reported, and for what is as if nothing were said.</param>
internal sealed record RuleSetting(string Word, Severity? Severity)
{
    /// <summary>As if nothing were said, whatever a file farther away says.</summary>
    public static readonly RuleSetting Default = new("default", null);

    /// <summary>The rule does not look.</summary>
    public static readonly RuleSetting None = new("none", null);

    /// <summary>In the report, not in the log.</summary>
    public static readonly RuleSetting Silent = new("silent", Rules.Severity.Message);

    public static readonly RuleSetting Suggestion = new("suggestion", Rules.Severity.Message);

    public static readonly RuleSetting Warning = new("warning", Rules.Severity.Warning);

    public static readonly RuleSetting Error = new("error", Rules.Severity.Error);

    /// <summary>By weight.</summary>
    public static IReadOnlyList<RuleSetting> All { get; } = [Error, Warning, Suggestion, Silent, None, Default];

    /// <summary>The setting of a word in any casing; null if it is no word.</summary>
    public static RuleSetting? Parse(ReadOnlySpan<char> word)
    {
        foreach (var setting in All)
        {
            if (word.Equals(setting.Word, StringComparison.OrdinalIgnoreCase)) return setting;
        }

        return null;
    }
}
