using System.Text.Json;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>Writes the <c>tool</c> of a SARIF run (§3.18): every rule with its metadata and aliases.</summary>
internal static class SarifTool
{
    private const string ProjectUri = "https://github.com/containerguard/containerguard";

    /// <param name="json">Inside the run.</param>
    /// <param name="run">The run.</param>
    /// <param name="violated">The rules with results: only these get the text of their pages.</param>
    public static void Write(Utf8JsonWriter json, ReportRun run, HashSet<string> violated)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "ContainerGuard");
        json.WriteString("semanticVersion", run.ToolVersion);
        json.WriteString("informationUri", ProjectUri);
        json.WriteStartArray("rules");
        foreach (var rule in run.Rules) WriteRule(json, rule, violated.Contains(rule.Id) ? run.PageOf(rule.Id) : null);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, RuleDescriptor rule, string? page)
    {
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        WriteText(json, "shortDescription", rule.Title + ".");
        WriteText(json, "fullDescription", page is null ? rule.Title + "." : RulePageText.Summary(page));
        json.WriteString("helpUri", rule.HelpLink);
        if (page is not null)
        {
            json.WriteStartObject("help");
            json.WriteString("text", $"{rule.Title}. See {rule.HelpLink}");
            json.WriteString("markdown", RulePageText.ForPeople(page));
            json.WriteEndObject();
        }

        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", LevelOf(rule.Severity));
        json.WriteBoolean("enabled", rule.IsRecommended);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        WriteAll(json, "tags", RuleTraits.Tags(rule));
        json.WriteString("precision", RuleTraits.Precision(rule));
        if (RuleTraits.SecuritySeverity(rule) is { } severity) json.WriteString("security-severity", severity);
        WriteAll(json, "aliases", rule.Aliases);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The level of a result (§3.27.10).</summary>
    public static string LevelOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    /// <summary>A message (§3.11) or a multiformat message string (§3.12).</summary>
    public static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
