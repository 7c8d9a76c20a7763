using System.Text.Json;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection;

/// <summary>
/// The configuration of an image (OCI image specification, config.md), complete: values of variables and labels may be secret.
/// </summary>
internal sealed class ImageConfig
{
    /// <summary>The digest of the document: the id of the image.</summary>
    public required ImageDigest Digest { get; init; }

    public string? Os { get; init; }

    public string? Architecture { get; init; }

    public string? Variant { get; init; }

    public string? OsVersion { get; init; }

    /// <summary>The platform; null if the document does not name the operating system and the architecture.</summary>
    public ImagePlatform? Platform => this is { Os: { Length: > 0 } os, Architecture: { Length: > 0 } architecture }
        ? new ImagePlatform(os, architecture, Variant, OsVersion)
        : null;

    public string User { get; init; } = "";

    /// <summary>As <c>NAME=value</c>.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>Null if the image sets none.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    public IReadOnlyList<string>? Command { get; init; }

    public string WorkingDirectory { get; init; } = "";

    /// <summary>As <c>8080/tcp</c>.</summary>
    public required IReadOnlyList<string> ExposedPorts { get; init; }

    public required IReadOnlyList<string> Volumes { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public bool HasHealthCheck { get; init; }

    /// <summary>Whether the image says that it has none: HEALTHCHECK NONE.</summary>
    public bool RefusesHealthCheck { get; init; }

    /// <summary>As written.</summary>
    public string? Created { get; init; }

    /// <summary>The steps of the build, oldest first.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>The digests of the unpacked layers, lowest first, as written.</summary>
    public required IReadOnlyList<string> DiffIds { get; init; }

    /// <exception cref="InspectionException">It is not such a document.</exception>
    public static ImageConfig Parse(byte[] content, string where) => Documents.Parse(content, where, root =>
    {
        if (root.ValueKind != JsonValueKind.Object) throw new FormatException("it is not a JSON object");
        var config = root.Member("config");
        return new ImageConfig
        {
            Digest = ImageDigest.Of(content),
            Os = root.Text("os"),
            Architecture = root.Text("architecture"),
            Variant = root.Text("variant"),
            OsVersion = root.Text("os.version"),
            User = config.Text("User") ?? "",
            Environment = [.. config.Strings("Env")],
            Entrypoint = NullIfEmpty([.. config.Strings("Entrypoint")]),
            Command = NullIfEmpty([.. config.Strings("Cmd")]),
            WorkingDirectory = config.Text("WorkingDir") ?? "",
            ExposedPorts = [.. config.Names("ExposedPorts").Order(StringComparer.Ordinal)],
            Volumes = [.. config.Names("Volumes").Order(StringComparer.Ordinal)],
            Labels = ReadLabels(config),
            RefusesHealthCheck = config.Member("Healthcheck").Strings("Test").FirstOrDefault() == "NONE",
            HasHealthCheck = config.Member("Healthcheck").Strings("Test").FirstOrDefault() is { Length: > 0 } kind && kind != "NONE",
            Created = root.Text("created"),
            History = root.Read("history", int.MaxValue, static step => new HistoryEntry(
                step.Text("created_by") ?? "", step.Member("empty_layer").ValueKind == JsonValueKind.True)),
            DiffIds = [.. root.Member("rootfs").Strings("diff_ids")],
        };
    });

    private static SortedList<string, string> ReadLabels(JsonElement config)
    {
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (var label in config.Properties("Labels"))
        {
            labels[label.Name] = label.Value.ValueKind == JsonValueKind.String ? label.Value.GetString()! : label.Value.GetRawText();
        }

        return new SortedList<string, string>(labels, StringComparer.Ordinal);
    }

    private static string[]? NullIfEmpty(string[] values) => values.Length == 0 ? null : values;
}

/// <summary>A step of the build.</summary>
/// <param name="CreatedBy">The command, as the builder wrote it; it may contain secrets.</param>
/// <param name="IsEmpty">Whether the step has no layer.</param>
internal sealed record HistoryEntry(string CreatedBy, bool IsEmpty);
