using ContainerGuard.Formats;

namespace ContainerGuard.Configuration;

/// <summary>Writes baselines. Entries are sorted, so that the same findings give the same bytes.</summary>
internal static class BaselineWriter
{
    /// <summary>The written format, and the newest format that is read.</summary>
    public const int CurrentVersion = 1;

    public const string Schema =
        "https://raw.githubusercontent.com/containerguard/containerguard/main/docs/containerguard.baseline.schema.json";

    /// <summary>The text of a baseline, in UTF-8.</summary>
    public static byte[] Write(IEnumerable<BaselineEntry> entries) => StableJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteNumber("version", CurrentVersion);
        json.WriteStartArray("findings");
        foreach (var entry in entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("path", entry.Path);
            json.WriteString("rule", entry.Rule);
            json.WriteString("fingerprint", entry.Fingerprint);
            json.WriteNumber("count", entry.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
