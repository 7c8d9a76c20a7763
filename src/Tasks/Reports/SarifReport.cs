using System.Text.Encodings.Web;
using System.Text.Json;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Reports;

/// <summary>
/// Writes findings as SARIF 2.1.0 (OASIS Standard, 27 March 2020): one run, every rule with its metadata, every result with its region. The
/// context region (§3.29.5) is the whole instruction, because other tools report at its first line. Suppressed findings carry their
/// justification (§3.27.23).
/// </summary>
internal static class SarifReport
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <summary>Leaves apostrophes readable, which is safe outside HTML.</summary>
    public static readonly JsonWriterOptions Format = new()
    {
        Indented = true, NewLine = "\n", SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The name of the fingerprint by which a service recognizes a result that has moved (§3.27.17).</summary>
    private const string FingerprintKey = "containerguard/v1";

    /// <summary>The name that code scanning services know for the root of the repository.</summary>
    private const string RootName = "%SRCROOT%";

    private const int FlushAt = 1 << 16;

    /// <param name="output">Receives UTF-8 JSON.</param>
    /// <param name="run">What the report says besides its results.</param>
    /// <param name="diagnostics">The findings, in the order of the report.</param>
    /// <param name="others">Gives the runs of other projects, as JSON, when the own one is written.</param>
    public static void Write(
        Stream output, ReportRun run, IEnumerator<Diagnostic> diagnostics, Func<IReadOnlyList<string>>? others = null)
    {
        var indexes = new Dictionary<string, int>(run.Rules.Count, StringComparer.Ordinal);
        for (var index = 0; index < run.Rules.Count; index++) indexes[run.Rules[index].Id] = index;

        using var json = new Utf8JsonWriter(output, Format);
        json.WriteStartObject();
        WriteHead(json);
        json.WriteStartObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartObject("automationDetails");
        json.WriteString("id", run.Id);
        json.WriteEndObject();
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject(RootName);
        json.WriteString("uri", run.Root.Uri);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("results");
        HashSet<string> violated = new(StringComparer.Ordinal);
        var (file, at) = ("", default((string Uri, bool IsBelow)));
        while (diagnostics.MoveNext())
        {
            var diagnostic = diagnostics.Current;
            if (diagnostic.Suppression is not null && !run.IncludesSuppressed) continue;

            // The findings of a file come one after the other, with one and the same path.
            if (!ReferenceEquals(diagnostic.File, file)) (file, at) = (diagnostic.File, run.UriOf(diagnostic.File));
            violated.Add(diagnostic.Rule.Id);
            WriteResult(json, diagnostic, at, indexes);
            if (json.BytesPending > FlushAt) json.Flush();
        }

        json.WriteEndArray();

        // After the results, because only then it is known which rules need their help text.
        SarifTool.Write(json, run, violated);
        json.WriteEndObject();
        foreach (var other in others?.Invoke() ?? []) json.WriteRawValue(other, skipInputValidation: true);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    /// <summary>The beginning of a report, up to its runs.</summary>
    public static void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
    }

    private static void WriteResult(
        Utf8JsonWriter json, Diagnostic diagnostic, (string Uri, bool IsBelow) at, Dictionary<string, int> indexes)
    {
        json.WriteStartObject();
        json.WriteString("ruleId"u8, diagnostic.Rule.Id);
        if (indexes.TryGetValue(diagnostic.Rule.Id, out var index)) json.WriteNumber("ruleIndex"u8, index);
        json.WriteString("level"u8, SarifTool.LevelOf(diagnostic.Severity));
        json.WriteStartObject("message"u8);
        json.WriteString("text"u8, diagnostic.Message);
        json.WriteEndObject();
        json.WriteStartArray("locations"u8);
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation"u8);
        WriteArtifactLocation(json, at);
        if (diagnostic.Start is { } start)
        {
            WriteRegion(json, "region"u8, start, diagnostic.End ?? start);
            if (diagnostic.Instruction is { } instruction) WriteRegion(json, "contextRegion"u8, instruction.Start, instruction.End);
        }
        else
        {
            // GitHub refuses a result without a line.
            json.WriteStartObject("region"u8);
            json.WriteNumber("startLine"u8, 1);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (diagnostic.Image is { } place)
        {
            // The file in the image (§3.33): services show it beside the line of the repository.
            json.WriteStartArray("logicalLocations"u8);
            json.WriteStartObject();
            json.WriteString("fullyQualifiedName"u8, place.Path is null ? place.Image : $"{place.Image}/{place.Path}");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
        if (diagnostic.Fingerprint is { } fingerprint)
        {
            json.WriteStartObject("partialFingerprints"u8);
            json.WriteString(FingerprintKey, $"{fingerprint}:{diagnostic.Occurrence}");
            json.WriteEndObject();
        }
        if (diagnostic is { Fix: { } edits, Source: { } source }) WriteFix(json, diagnostic.Rule, edits, source, at);

        if (diagnostic.Suppression is { } justification)
        {
            json.WriteStartArray("suppressions"u8);
            json.WriteStartObject();
            json.WriteString("kind"u8, diagnostic.IsSuppressedOutside ? "external" : "inSource");
            if (justification.Length > 0) json.WriteString("justification"u8, justification);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (diagnostic.IsRefusedByBuildKit || diagnostic.Image is not null)
        {
            json.WriteStartObject("properties"u8);
            if (diagnostic.IsRefusedByBuildKit) json.WriteString("buildkit"u8, "refused");
            if (diagnostic.Image is { } image) WriteImage(json, image);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteImage(Utf8JsonWriter json, ImageSite site)
    {
        json.WriteString("image"u8, site.Image);
        if (site.Layer is { } layer) json.WriteString("layer"u8, layer);
        if (site.Path is { } path) json.WriteString("path"u8, path);
        if (site.Instruction is { } instruction) json.WriteString("instruction"u8, instruction);
    }

    /// <summary>The fix of the rule (§3.55), which changes one file.</summary>
    private static void WriteFix(
        Utf8JsonWriter json, RuleDescriptor rule, TextEdit[] edits, SourceText source, (string Uri, bool IsBelow) at)
    {
        json.WriteStartArray("fixes"u8);
        json.WriteStartObject();
        SarifTool.WriteText(json, "description", $"Fix {rule.Id}: {rule.Title}.");
        json.WriteStartArray("artifactChanges"u8);
        json.WriteStartObject();
        WriteArtifactLocation(json, at);
        json.WriteStartArray("replacements"u8);
        foreach (var edit in edits)
        {
            json.WriteStartObject();
            WriteRegion(json, "deletedRegion"u8, source.GetPosition(edit.Span.Start), source.GetPosition(edit.Span.End));
            if (edit.NewText.Length > 0) SarifTool.WriteText(json, "insertedContent", edit.NewText);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteArtifactLocation(Utf8JsonWriter json, (string Uri, bool IsBelow) at)
    {
        json.WriteStartObject("artifactLocation"u8);
        json.WriteString("uri"u8, at.Uri);
        if (at.IsBelow) json.WriteString("uriBaseId"u8, RootName);
        json.WriteEndObject();
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
}
