using System.Text.Json;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>
/// Writes the state of locked images as JSON: for the file of <c>ContainerGuardOutdatedJson</c>, and for the body of a webhook.
/// </summary>
internal static class OutdatedJson
{
    private const int Version = 1;

    /// <param name="states">The locked images, compared with their registries.</param>
    /// <param name="text">A sentence that chat services show; null to leave it out.</param>
    public static byte[] Write(IReadOnlyList<PinState> states, string? text = null)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            if (text is not null) json.WriteString("text", text);
            json.WriteStartArray("images");
            foreach (var state in states) Write(json, state);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, PinState state)
    {
        json.WriteStartObject();
        json.WriteString("reference", state.Reference.NormalizedWithoutDigest);
        json.WriteString("locked", state.Locked.ToString());
        json.WriteString("current", state.Current?.ToString());
        json.WriteBoolean("moved", state.HasMoved);
        Write(json, state.Rebuilt);
        json.WriteString("patch", state.Newer.Patch);
        json.WriteString("minor", state.Newer.Minor);
        json.WriteString("major", state.Newer.Major);
        json.WriteStartArray("support");
        foreach (var status in state.Support)
        {
            json.WriteStartObject();
            json.WriteString("product", status.Product);
            json.WriteString("cycle", status.Cycle);
            json.WriteString("ends", SupportText.Day(status.Ends!.Value));
            json.WriteBoolean("ended", status.HasEnded);
            WriteAll(json, "successors", status.Successors);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (state.Deprecated is { } given)
        {
            json.WriteStartObject("deprecated");
            json.WriteString("since", SupportText.Day(given.Since));
            WriteAll(json, "successors", given.Successors);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RebuiltImage? rebuilt)
    {
        if (rebuilt is null) return;
        json.WriteStartArray("packages");
        foreach (var change in rebuilt.Changes)
        {
            json.WriteStartObject();
            json.WriteString("name", change.Name);
            json.WriteString("from", change.From);
            json.WriteString("to", change.To);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (rebuilt.Fixes is not null) WriteAll(json, "fixes", rebuilt.Fixes);
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
