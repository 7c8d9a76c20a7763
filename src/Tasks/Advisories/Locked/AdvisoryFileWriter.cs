using System.Text.Json;
using ContainerGuard.Formats;

namespace ContainerGuard.Advisories.Locked;

/// <summary>Writes the file of locked rows: sorted, so that a diff shows what became known.</summary>
internal static class AdvisoryFileWriter
{
    /// <returns>UTF-8 without a byte order mark. The same rows give the same bytes.</returns>
    public static byte[] Write(AdvisoryTable table) => StableJson.Write(json => Write(json, table));

    private static void Write(Utf8JsonWriter json, AdvisoryTable table)
    {
        json.WriteStartObject();
        json.WriteString("$schema", AdvisoryFile.Schema);
        json.WriteNumber("version", AdvisoryFile.CurrentVersion);
        json.WriteStartObject("sources");
        foreach (var source in table.Sources.OrderBy(static source => source.Name, StringComparer.Ordinal))
        {
            json.WriteString(source.Name, source.Updated);
        }

        json.WriteEndObject();
        json.WriteStartObject("packages");
        foreach (var ecosystem in table.Entries.GroupBy(static entry => entry.Ecosystem, StringComparer.Ordinal))
        {
            json.WriteStartObject(ecosystem.Key);
            foreach (var (_, package, rows) in ecosystem) Write(json, package, rows);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string package, IReadOnlyList<Advisory> rows)
    {
        json.WriteStartArray(package);
        foreach (var row in rows.OrderBy(static row => row.Id, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", row.Id);
            Write(json, "aliases", row.Aliases.Order(StringComparer.Ordinal));
            json.WriteString("severity", NameOf(row.Severity));
            if (row.SeveritySource.Length > 0) json.WriteString("severitySource", row.SeveritySource);
            Write(json, "affected", row.Ranges.Select(AffectedInterval.Write).Order(StringComparer.Ordinal));
            Write(json, "versions", row.Versions);
            Write(json, "platforms", row.Platforms);
            if (row.Url.Length > 0) json.WriteString("url", row.Url);
            if (row.VendorState.Length > 0) json.WriteString("vendorState", row.VendorState);
            if (row.Module.Length > 0) json.WriteString("module", row.Module);
            if (row.IsExploited) json.WriteBoolean("exploited", true);
            if (row.Epss is { } score) json.WriteNumber("epss", score);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string NameOf(AdvisorySeverity severity) => severity switch
    {
        AdvisorySeverity.Low => "low",
        AdvisorySeverity.Medium => "medium",
        AdvisorySeverity.High => "high",
        AdvisorySeverity.Critical => "critical",
        _ => "unknown",
    };

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        using var all = values.GetEnumerator();
        if (!all.MoveNext()) return;
        json.WriteStartArray(name);
        do json.WriteStringValue(all.Current);
        while (all.MoveNext());
        json.WriteEndArray();
    }
}
