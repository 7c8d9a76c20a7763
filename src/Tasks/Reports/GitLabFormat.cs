using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Reports;

/// <summary>
/// A code quality report of GitLab (<c>artifacts:reports:codequality</c>): an array of open findings. GitLab ignores the property
/// <c>project</c>, which tells the parts of several projects apart.
/// </summary>
internal sealed class GitLabFormat : ReportFormat
{
    private const string Project = "project";

    public override string Name => "gitlab";

    public override string PartOf(ReportRun run, IReadOnlyList<Diagnostic> findings)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        return JsonFormat.Written(json =>
        {
            json.WriteStartArray();
            foreach (var finding in Open(findings)) Write(json, run, finding, seen);
            json.WriteEndArray();
        });
    }

    public override IReadOnlyList<ReportPart> Split(string report)
    {
        try
        {
            using var document = JsonDocument.Parse(report);
            return [.. document.RootElement.Items().GroupBy(static finding => finding.Text(Project) ?? "", StringComparer.Ordinal)
                .Select(static project => new ReportPart(
                    project.Key, $"[{string.Join(',', project.Select(static finding => finding.GetRawText()))}]"))];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public override string Join(IReadOnlyList<ReportPart> parts) => JsonFormat.Written(json =>
    {
        json.WriteStartArray();
        foreach (var part in parts)
        {
            using var document = JsonDocument.Parse(part.Text);
            foreach (var finding in document.RootElement.Items()) finding.WriteTo(json);
        }

        json.WriteEndArray();
    }) + "\n";

    private static void Write(Utf8JsonWriter json, ReportRun run, Diagnostic finding, Dictionary<string, int> seen)
    {
        var path = run.PathOf(finding.File);
        json.WriteStartObject();
        json.WriteString("description", $"{finding.Rule.Id}: {MessageOf(finding)}");
        json.WriteString("check_name", finding.Rule.Id);
        json.WriteString("fingerprint", FingerprintOf(run, finding, path, seen));
        json.WriteString("severity", SeverityOf(finding));
        json.WriteStartObject("location");
        json.WriteString("path", path);
        json.WriteStartObject("lines");
        json.WriteNumber("begin", LineOf(finding));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString(Project, run.Id);
        json.WriteEndObject();
    }

    /// <summary>GitLab compares two reports by it, so it must not change when lines move, and must be unique in a report.</summary>
    private static string FingerprintOf(ReportRun run, Diagnostic finding, string path, Dictionary<string, int> seen)
    {
        var about = finding.Fingerprint is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"{known}:{finding.Occurrence}")
            : finding.Message;
        var key = string.Join('\n', run.Id, path, finding.Rule.Id, about);
        var count = seen[key] = seen.GetValueOrDefault(key) + 1;
        if (count > 1) key += string.Create(CultureInfo.InvariantCulture, $"\n{count}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
    }

    private static string SeverityOf(Diagnostic finding) => finding.Severity switch
    {
        Severity.Error => finding.IsRefusedByBuildKit ? "blocker" : "critical",
        Severity.Warning => "major",
        _ => "info",
    };
}
