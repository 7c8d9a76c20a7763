using System.Text;
using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Reports;

/// <summary>
/// A SARIF report on the disk. Several projects may write one report: each replaces its own run and keeps those of the others, in the order
/// of their identifiers. The run of a project that no longer exists is removed.
/// </summary>
internal static class SarifFile
{
    /// <summary>Writes the findings of a project. Returns the failure, or null.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="run">What the run of the project says besides its results.</param>
    /// <param name="findings">In the order of the report.</param>
    /// <param name="temporaryFolder">The folder of the file by which writers take turns; outside the source tree.</param>
    public static string? Write(string path, ReportRun run, IEnumerator<Diagnostic> findings, string temporaryFolder)
    {
        const string Role = "SARIF report";
        FileStream? turn = null;
        try
        {
            // Projects check side by side. Only the end of a report, when the runs of others are copied, needs a turn.
            var hasOthers = false;
            var problem = TextFile.Write(
                path,
                stream => SarifReport.Write(stream, run, findings, () =>
                {
                    turn = ReportTurn.Take(path, temporaryFolder);
                    var others = OthersIn(path, run);
                    hasOthers = others.Count > 0;
                    return others;
                }),
                Role);
            return problem is null && hasOthers ? TextFile.Write(path, Sorted(RegularFile.ReadAll(path)), Role) : problem;
        }
        finally
        {
            turn?.Dispose();
        }
    }

    /// <summary>The runs of other projects, as JSON.</summary>
    private static List<string> OthersIn(string path, ReportRun run)
    {
        try
        {
            var content = RegularFile.ReadAll(path);
            if (CountOf(content, "\"automationDetails\""u8) < 2 && content.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{run.Id}\"")) >= 0)
            {
                return [];
            }

            using var document = JsonDocument.Parse(content);
            return [.. Runs(document).Where(other => run.IsOfOther(IdOf(other))).Select(static other => other.GetRawText())];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || JsonText.IsDamage(exception))
        {
            // The report does not exist, or another program wrote it.
            return [];
        }
    }

    private static byte[] Sorted(byte[] content)
    {
        using var document = JsonDocument.Parse(content);
        using var stream = new MemoryStream(content.Length);
        using (var json = new Utf8JsonWriter(stream, SarifReport.Format))
        {
            json.WriteStartObject();
            SarifReport.WriteHead(json);
            foreach (var run in Runs(document).OrderBy(IdOf, StringComparer.Ordinal)) json.WriteRawValue(run.GetRawText(), true);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static List<JsonElement> Runs(JsonDocument document) =>
        document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("runs", out var runs)
            && runs.ValueKind == JsonValueKind.Array
            ? [.. runs.EnumerateArray()]
            : [];

    private static string IdOf(JsonElement run) =>
        run.ValueKind == JsonValueKind.Object
            && run.TryGetProperty("automationDetails", out var details)
            && details.ValueKind == JsonValueKind.Object
            && details.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : "";

    private static int CountOf(ReadOnlySpan<byte> content, ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (var at = content.IndexOf(text); at >= 0; at = content.IndexOf(text))
        {
            count++;
            content = content[(at + text.Length)..];
        }

        return count;
    }
}
