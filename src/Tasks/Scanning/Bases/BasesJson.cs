using System.Text.Json;
using ContainerGuard.Formats;

namespace ContainerGuard.Scanning.Bases;

/// <summary>Writes the images that could be the base as JSON: the file of <c>ContainerGuardBasesJson</c>.</summary>
internal static class BasesJson
{
    private const int Version = 1;

    /// <param name="reports">One for each base image.</param>
    public static byte[] Write(IReadOnlyList<BaseReport> reports) => StableJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartArray("bases");
        foreach (var report in reports)
        {
            json.WriteStartObject();
            json.WriteString("reference", report.Image.Familiar);
            json.WritePropertyName("present");
            Write(json, report.Present);
            json.WriteStartArray("options");
            foreach (var option in report.Options) Write(json, option);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, BaseOption option)
    {
        json.WriteStartObject();
        json.WriteString("reference", option.Candidate.Image.Familiar);
        json.WriteString("change", option.Candidate.Step.ToString().ToLowerInvariant());
        json.WriteString("digest", option.Contents?.Digest.ToString());
        if (option.Contents?.Size is { } size) json.WriteNumber("size", size);
        else json.WriteNull("size");
        if (option.Counts is { } counts)
        {
            json.WriteStartObject("vulnerabilities");
            json.WriteNumber("critical", counts.Critical);
            json.WriteNumber("high", counts.High);
            json.WriteNumber("medium", counts.Medium);
            json.WriteNumber("low", counts.Low);
            json.WriteNumber("unknown", counts.Unknown);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("vulnerabilities");
            json.WriteString("reason", option.WhyNotKnown);
        }

        WriteAll(json, "fixes", option.Fixes);
        WriteAll(json, "adds", option.Adds);
        WriteAll(json, "warnings", option.Warnings);
        json.WriteEndObject();
    }

    /// <summary>Null for a list that is not known.</summary>
    private static void WriteAll(Utf8JsonWriter json, string name, IReadOnlyList<string>? values)
    {
        if (values is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
