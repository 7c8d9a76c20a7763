using System.Text;
using System.Text.Json;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Reports;

/// <summary>The JSON of ContainerGuard, for scripts: <c>docs/containerguard.report.schema.json</c> describes it.</summary>
internal sealed class JsonFormat : ReportFormat
{
    public const string Schema =
        "https://raw.githubusercontent.com/containerguard/containerguard/main/docs/containerguard.report.schema.json";

    private const int Version = 1;

    public override string Name => "json";

    public override string PartOf(ReportRun run, IReadOnlyList<Diagnostic> findings) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", run.Id);
        json.WriteString("project", run.Project);
        json.WriteString("version", run.ToolVersion);
        json.WriteStartArray("files");
        foreach (var file in run.Files) json.WriteStringValue(run.PathOf(file));
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            if (finding.Suppression is null || run.IncludesSuppressed) Write(json, run, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public override IReadOnlyList<ReportPart> Split(string report)
    {
        try
        {
            using var document = JsonDocument.Parse(report);
            return [.. document.RootElement.Member("projects").Items()
                .Select(static project => new ReportPart(project.Text("id") ?? "", project.GetRawText()))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public override string Join(IReadOnlyList<ReportPart> parts) => Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteNumber("version", Version);
        json.WriteStartArray("projects");
        foreach (var part in parts) Copy(json, part.Text);
        json.WriteEndArray();
        json.WriteEndObject();
    }) + "\n";

    /// <summary>JSON as all our reports write it.</summary>
    public static string Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, SarifReport.Format)) write(json);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes a value again, so that its indentation does not depend on where it was.</summary>
    public static void Copy(Utf8JsonWriter json, string value)
    {
        using var document = JsonDocument.Parse(value);
        document.RootElement.WriteTo(json);
    }

    private static void Write(Utf8JsonWriter json, ReportRun run, Diagnostic finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("title", finding.Rule.Title);
        json.WriteString("severity", NameOf(finding.Severity));
        json.WriteString("file", run.PathOf(finding.File));
        if (finding.Start is { } start)
        {
            var end = finding.End ?? start;
            json.WriteNumber("line", start.Line);
            json.WriteNumber("column", start.Column);
            json.WriteNumber("endLine", end.Line);
            json.WriteNumber("endColumn", end.Column);
        }

        json.WriteString("message", MessageOf(finding));
        json.WriteString("help", finding.Rule.HelpLink);
        json.WriteBoolean("fixable", finding.Fix is not null);
        if (finding.Fingerprint is { } fingerprint) json.WriteString("fingerprint", $"{fingerprint}:{finding.Occurrence}");
        if (finding.Suppression is { } reason) json.WriteString("suppressed", reason);
        if (finding.Image is { } site)
        {
            json.WriteString("image", site.Image);
            if (site.Path is { } path) json.WriteString("path", path);
        }

        json.WriteEndObject();
    }

    /// <summary>The severity as MSBuild and the pages name it.</summary>
    public static string NameOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "message",
    };
}
