using System.Text.Encodings.Web;
using System.Text.Json;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>
/// Writes findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020): one run, every rule with its metadata and aliases, every result at
/// its region, with the whole instruction around it as context (§3.29.5), because other tools place what they find at its first line.
/// Suppressed findings are there with their justification (§3.27.23).
/// </summary>
internal static class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";
    /// <summary>Readable, apostrophes included: nobody puts a SARIF file into HTML as it is.</summary>
    private static readonly JsonWriterOptions Format = new()
    {
        Indented = true, NewLine = "\n", SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A service that keeps results knows by it which one has only moved (§3.27.17).</summary>
    private const string FingerprintKey = "containerguard/v1";

    private const int FlushAt = 1 << 16;
    private const string ProjectUri = "https://github.com/containerguard/containerguard";

    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="toolVersion">Semantic version of the package.</param>
    /// <param name="rules">The rules that could have spoken, in the order that results refer to.</param>
    /// <param name="diagnostics">The findings, in the order they are to appear.</param>
    /// <param name="pageOf">A rule's page in Markdown, or null; asked for the rules that were violated.</param>
    public static void Write(
        Stream output, string toolVersion, IReadOnlyList<RuleDescriptor> rules, IEnumerator<Diagnostic> diagnostics, Func<string, string?> pageOf)
    {
        var indexes = new Dictionary<string, int>(rules.Count, StringComparer.Ordinal);
        for (var index = 0; index < rules.Count; index++) indexes[rules[index].Id] = index;

        using var json = new Utf8JsonWriter(output, Format);
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        HashSet<string> violated = new(StringComparer.Ordinal);
        var (file, uri) = ("", "");
        while (diagnostics.MoveNext())
        {
            // The findings of a file come one after the other, with one and the same path.
            var diagnostic = diagnostics.Current;
            if (!ReferenceEquals(diagnostic.File, file)) (file, uri) = (diagnostic.File, UriOf(diagnostic.File));
            violated.Add(diagnostic.Rule.Id);
            WriteResult(json, diagnostic, uri, indexes);
            if (json.BytesPending > FlushAt) json.Flush();
        }

        json.WriteEndArray();
        WriteTool(json, toolVersion, rules, id => violated.Contains(id) ? pageOf(id) : null);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    /// <summary>After the results, because only then is it known which rules need their help text.</summary>
    private static void WriteTool(Utf8JsonWriter json, string toolVersion, IReadOnlyList<RuleDescriptor> rules, Func<string, string?> pageOf)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "ContainerGuard");
        json.WriteString("semanticVersion", toolVersion);
        json.WriteString("informationUri", ProjectUri);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Title + ".");
            json.WriteString("helpUri", rule.HelpLink);
            if (pageOf(rule.Id) is { } page)
            {
                json.WriteStartObject("help");
                json.WriteString("text", $"{rule.Title}. See {rule.HelpLink}");
                json.WriteString("markdown", page);
                json.WriteEndObject();
            }

            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", LevelOf(rule.Severity));
            json.WriteBoolean("enabled", rule.IsRecommended);
            json.WriteEndObject();
            json.WriteStartObject("properties");
            json.WriteStartArray("aliases");
            foreach (var alias in rule.Aliases) json.WriteStringValue(alias);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Diagnostic diagnostic, string uri, Dictionary<string, int> indexes)
    {
        json.WriteStartObject();
        json.WriteString("ruleId"u8, diagnostic.Rule.Id);
        if (indexes.TryGetValue(diagnostic.Rule.Id, out var index)) json.WriteNumber("ruleIndex"u8, index);
        json.WriteString("level"u8, LevelOf(diagnostic.Severity));
        json.WriteStartObject("message"u8);
        json.WriteString("text"u8, diagnostic.Message);
        json.WriteEndObject();
        json.WriteStartArray("locations"u8);
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation"u8);
        json.WriteStartObject("artifactLocation"u8);
        json.WriteString("uri"u8, uri);
        json.WriteEndObject();
        if (diagnostic.Start is { } start)
        {
            WriteRegion(json, "region"u8, start, diagnostic.End ?? start);
            if (diagnostic.Instruction is { } instruction) WriteRegion(json, "contextRegion"u8, instruction.Start, instruction.End);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        if (diagnostic.Fingerprint is { } fingerprint)
        {
            json.WriteStartObject("partialFingerprints"u8);
            json.WriteString(FingerprintKey, $"{fingerprint}:{diagnostic.Occurrence}");
            json.WriteEndObject();
        }
        if (diagnostic is { Fix: { } edits, Source: { } source }) WriteFix(json, diagnostic.Rule, edits, source, uri);

        if (diagnostic.Suppression is { } justification)
        {
            json.WriteStartArray("suppressions"u8);
            json.WriteStartObject();
            json.WriteString("kind"u8, diagnostic.IsSuppressedOutside ? "external" : "inSource");
            if (justification.Length > 0) json.WriteString("justification"u8, justification);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (diagnostic.IsRefusedByBuildKit)
        {
            json.WriteStartObject("properties"u8);
            json.WriteString("buildkit"u8, "refused");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>One fix of one file (§3.55), as the rule would make it.</summary>
    private static void WriteFix(Utf8JsonWriter json, RuleDescriptor rule, TextEdit[] edits, SourceText source, string uri)
    {
        json.WriteStartArray("fixes"u8);
        json.WriteStartObject();
        WriteText(json, "description", $"Fix {rule.Id}: {rule.Title}.");
        json.WriteStartArray("artifactChanges"u8);
        json.WriteStartObject();
        json.WriteStartObject("artifactLocation"u8);
        json.WriteString("uri"u8, uri);
        json.WriteEndObject();
        json.WriteStartArray("replacements"u8);
        foreach (var edit in edits)
        {
            json.WriteStartObject();
            WriteRegion(json, "deletedRegion"u8, source.GetPosition(edit.Span.Start), source.GetPosition(edit.Span.End));
            if (edit.NewText.Length > 0) WriteText(json, "insertedContent", edit.NewText);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteRegion(Utf8JsonWriter json, ReadOnlySpan<byte> name, TextPosition start, TextPosition end)
    {
        json.WriteStartObject(name);
        json.WriteNumber("startLine"u8, start.Line);
        json.WriteNumber("startColumn"u8, start.Column);
        json.WriteNumber("endLine"u8, end.Line);
        json.WriteNumber("endColumn"u8, end.Column);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string LevelOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };

    /// <summary>A relative reference (RFC 3986, section 4.2): forward slashes, and every segment escaped.</summary>
    private static string UriOf(string path) =>
        string.Join('/', path.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
