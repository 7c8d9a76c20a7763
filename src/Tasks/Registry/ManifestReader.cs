using System.Globalization;
using System.Text.Json;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>A descriptor of another document: its digest, size and type (OCI image specification, descriptor.md).</summary>
/// <param name="Digest">Its name.</param>
/// <param name="MediaType">Its type; null if unknown.</param>
/// <param name="Platform">Of an image in an index.</param>
/// <param name="Size">In bytes; <see cref="long.MaxValue"/> if unknown.</param>
internal sealed record Descriptor(ImageDigest Digest, string? MediaType, ImagePlatform? Platform, long Size);

/// <summary>A manifest or an index, as far as pinning needs it.</summary>
/// <param name="MediaType">The type in the document, or the one derived from its content.</param>
/// <param name="Platforms">The entries of an index that are images; empty for a manifest.</param>
/// <param name="Config">The configuration of a manifest, if it is that of a container image; null for an index.</param>
/// <param name="Layers">Those of a manifest, lowest first.</param>
internal sealed record Manifest(string MediaType, IReadOnlyList<Descriptor> Platforms, Descriptor? Config, IReadOnlyList<Descriptor> Layers)
{
    public bool IsIndex => MediaTypes.IsIndex(MediaType);

    /// <summary>The type of the configuration, of any kind; null without one.</summary>
    public string? ConfigMediaType { get; init; }
}

/// <summary>Reads the JSON documents of images. Throws <see cref="FormatException"/> with a clause for people.</summary>
internal static class ManifestReader
{
    /// <param name="body">The document.</param>
    /// <param name="contentType">The type in the answer. Static registries send a wrong one, so the type in the document wins.</param>
    public static Manifest ReadManifest(ReadOnlyMemory<byte> body, string? contentType) =>
        Read(body, root => ReadManifest(root, contentType));

    private static Manifest ReadManifest(JsonElement root, string? contentType)
    {
        var mediaType = root.Text("mediaType") ?? contentType;
        if (MediaTypes.IsSchema1(mediaType) || Has(root, "fsLayers"))
        {
            throw new FormatException(
                "the image is stored in Docker's obsolete schema 1, which current engines cannot run; push it again with a current tool");
        }

        if (Has(root, "manifests"))
        {
            return new Manifest(MediaTypes.IsIndex(mediaType) ? mediaType! : MediaTypes.OciIndex, ReadPlatforms(root), Config: null, []);
        }

        if (Has(root, "config") || Has(root, "layers"))
        {
            var config = root.TryGetProperty("config", out var element) ? ReadDescriptor(element) : null;
            return new Manifest(
                MediaTypes.IsManifest(mediaType) ? mediaType! : MediaTypes.OciManifest, [], IsImageConfig(config) ? config : null,
                root.Read("layers", int.MaxValue, ReadDescriptor))
            {
                ConfigMediaType = config?.MediaType,
            };
        }

        throw new FormatException("it is neither an image manifest nor an image index");
    }

    /// <summary>Reads an image's config: the facts, and the platform it was made for.</summary>
    public static (ImageFacts Facts, ImagePlatform? Platform) ReadConfig(ReadOnlyMemory<byte> body) => Read(body, ReadConfig);

    private static (ImageFacts Facts, ImagePlatform? Platform) ReadConfig(JsonElement root)
    {
        var config = root.Member("config");
        var facts = new ImageFacts
        {
            User = FactLimits.Text(config.Text("User")),
            ExposedPorts = Sorted(FactLimits.Texts(config.Names("ExposedPorts"))),
            Environment = Sorted(FactLimits.Texts(config.Strings("Env").Select(variable => variable.Split('=')[0]))),
            Entrypoint = FactLimits.Texts(config.Strings("Entrypoint")),
            Command = FactLimits.Texts(config.Strings("Cmd")),
            WorkingDirectory = FactLimits.Text(config.Text("WorkingDir")),
            Triggers = FactLimits.Texts(config.Strings("OnBuild")),
            HasHealthCheck = config.Member("Healthcheck").Strings("Test").FirstOrDefault() is { Length: > 0 } kind && kind != "NONE",
            Labels = ReadLabels(config),
            DotNet = DotNetVersions.Read(config.Strings("Env")),
            HasShell = RanShell(root) || StartsShell(config.Strings("Cmd")) ? true : null,
            Created = ReadCreated(root),
        };
        var platform = root.Text("os") is { Length: > 0 } os && root.Text("architecture") is { Length: > 0 } architecture
            ? new ImagePlatform(os, architecture, root.Text("variant"), root.Text("os.version"))
            : null;
        return (facts, platform);
    }

    private static T Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return read(document.RootElement);
        }
        catch (JsonException)
        {
            // Reported below.
        }
        catch (InvalidOperationException exception)
        {
            // System.Text.Json throws this for a string that is not Unicode.
            throw new FormatException("it contains text that is not Unicode", exception);
        }

        throw new FormatException("it is not a JSON object");
    }

    /// <summary>Entries without a platform, or for "unknown", are attestations and similar documents, not images.</summary>
    private static List<Descriptor> ReadPlatforms(JsonElement root)
    {
        List<Descriptor> platforms = [];
        foreach (var entry in root.Elements("manifests"))
        {
            var descriptor = ReadDescriptor(entry);
            if (descriptor.Platform is { Os: not "unknown", Architecture: not "unknown" }
                && (descriptor.MediaType is null || MediaTypes.IsManifest(descriptor.MediaType)))
            {
                if (platforms.Count == FactLimits.Most)
                {
                    throw new FormatException($"the index has more than {FactLimits.Most} platforms");
                }

                platforms.Add(descriptor);
            }
        }

        return platforms;
    }

    private static Descriptor ReadDescriptor(JsonElement element)
    {
        if (!ImageDigest.TryParse(element.Text("digest"), out var digest, out var reason))
        {
            throw new FormatException(reason);
        }

        ImagePlatform? platform = null;
        if (element.Member("platform") is var value
            && value.Text("os") is { Length: > 0 } os
            && value.Text("architecture") is { Length: > 0 } architecture)
        {
            platform = new ImagePlatform(os, architecture, value.Text("variant"), value.Text("os.version"));
        }

        var size = element.Integer("size") is >= 0 and var bytes ? bytes : long.MaxValue;
        return new Descriptor(digest, element.Text("mediaType"), platform, size);
    }

    /// <summary>Other artifacts (charts, modules, policies) have configs of their own kinds.</summary>
    private static bool IsImageConfig(Descriptor? config) => config?.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig;

    private static SortedDictionary<string, string> ReadLabels(JsonElement config)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach (var label in config.Properties("Labels"))
        {
            // Longer labels contain whole documents.
            if (labels.Count < FactLimits.Most && label.Name.Length <= FactLimits.LongestLabel
                && label.Value.ValueKind == JsonValueKind.String
                && label.Value.GetString() is { Length: <= FactLimits.LongestLabel } value)
            {
                labels[PlainText.Of(label.Name)] = PlainText.Of(value);
            }
        }

        return labels;
    }

    /// <summary>A step of the build ran in a shell: builders note each step's command in the image's history.</summary>
    private static bool RanShell(JsonElement root) => root.Elements("history").Any(static step =>
        step.Text("created_by") is { } command && !command.Contains("#(nop)", StringComparison.Ordinal)
        && (command.StartsWith("/bin/sh -c ", StringComparison.Ordinal)
            || (command.StartsWith("RUN ", StringComparison.Ordinal) && command.Contains("/bin/sh -c ", StringComparison.Ordinal))));

    private static bool StartsShell(IEnumerable<string> command) => command.FirstOrDefault() is "sh" or "bash" or "/bin/sh" or "/bin/bash";

    /// <summary>The creation date; null for the epoch or year one, which reproducible builds write.</summary>
    private static string? ReadCreated(JsonElement root) =>
        root.Text("created") is { } created
        && DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
        && date.Year > 1980
            ? date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : null;

    private static bool Has(JsonElement element, string name) => element.TryGetProperty(name, out _);

    private static string[] Sorted(IEnumerable<string> values)
    {
        var array = values.Distinct(StringComparer.Ordinal).ToArray();
        Array.Sort(array, StringComparer.Ordinal);
        return array;
    }
}
