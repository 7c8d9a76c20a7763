using System.Text.Json;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Sources;

/// <summary>An annotation of an entry in an index (OCI image specification, annotations.md).</summary>
internal sealed record Annotation(string Name, string Value);

/// <summary>A descriptor that is reached from index.json, and what it describes.</summary>
internal sealed class OciNode
{
    public string? MediaType { get; init; }

    public required ImageDigest Digest { get; init; }

    /// <summary>As written, a JSON object; null without one.</summary>
    public JsonElement? Platform { get; init; }

    public required IReadOnlyList<Annotation> Annotations { get; init; }

    /// <summary>1 for the entries of index.json.</summary>
    public int Depth { get; init; }

    /// <summary>The document; null if the layout does not have it.</summary>
    public byte[]? Content { get; init; }

    public bool DigestMatches => Content is not null && Digest.Matches(Content);

    /// <summary>Null if the document is missing.</summary>
    public Manifest? Manifest { get; init; }

    /// <summary>Provenance and package lists, which builders store as images of an unknown platform.</summary>
    public bool IsAttestation => Subjects.Count > 0 || (ImagePlatform is { Os: "unknown", Architecture: "unknown" });

    /// <summary>The annotations that say what an attestation is about.</summary>
    public IReadOnlyList<Annotation> Subjects =>
        [.. Annotations.Where(static annotation => annotation.Name.StartsWith("vnd.docker.reference.", StringComparison.Ordinal))
            .OrderBy(static annotation => annotation.Name, StringComparer.Ordinal)];

    public ImagePlatform? ImagePlatform =>
        Platform is { } platform
            && platform.Text("os") is { Length: > 0 } os
            && platform.Text("architecture") is { Length: > 0 } architecture
            ? new ImagePlatform(os, architecture, platform.Text("variant"), platform.Text("os.version"))
            : null;

    /// <summary>The same descriptor with its document.</summary>
    public OciNode With(byte[] content, Manifest? manifest = null) => new()
    {
        MediaType = MediaType, Digest = Digest, Platform = Platform, Annotations = Annotations, Depth = Depth, Content = content,
        Manifest = manifest,
    };

    /// <summary>Whether it can be read as an image.</summary>
    public bool IsImage => Manifest is { IsIndex: false } && !IsAttestation;
}

/// <summary>An OCI layout (OCI image specification, image-layout.md): index.json leads to indexes, manifests and layers.</summary>
internal static class OciLayout
{
    public const string Index = "index.json";
    public const string Marker = "oci-layout";

    /// <summary>Everything that index.json leads to: each index before its entries.</summary>
    /// <exception cref="InspectionException">A document is malformed, or a limit exceeded.</exception>
    public static IReadOnlyList<OciNode> Nodes(IMembers members, InspectionLimits limits)
    {
        var where = $"{Index} in {members.Name}";
        var content = members.ReadDocument(Index) ?? throw new InspectionException(where, "it is missing", Documents.Remedy);
        List<OciNode> nodes = [];
        Add(content, where, 1);
        return nodes;

        void Add(byte[] index, string place, int depth)
        {
            if (depth > limits.DeepestIndex)
            {
                throw new InspectionException(place, $"more than {limits.DeepestIndex} indexes are inside each other", Documents.Remedy);
            }

            var entries = Entries(index, place, depth, limits);
            foreach (var entry in entries)
            {
                var node = Complete(entry, members);
                nodes.Add(node);
                if (nodes.Count > limits.MostManifests)
                {
                    throw new InspectionException(where, $"it leads to more than {limits.MostManifests} manifests", Documents.Remedy);
                }

                if (node.Manifest?.IsIndex == true) Add(node.Content!, $"The index {node.Digest.Short} in {members.Name}", depth + 1);
            }
        }
    }

    public static string MemberOf(ImageDigest digest) => $"blobs/{digest.Algorithm}/{digest.Hex}";

    /// <summary>Reads the image of a manifest.</summary>
    /// <param name="node">The manifest.</param>
    /// <param name="members">The source.</param>
    /// <param name="loader">The reader of layers.</param>
    /// <param name="whyNotNeeded">Why a layer need not be read, by its index; null to read all.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="InspectionException">A part is missing or damaged.</exception>
    public static InspectedImage Read(
        OciNode node, IMembers members, LayerLoader loader, Func<ImageConfig, Manifest, int, string?>? whyNotNeeded,
        CancellationToken cancellationToken)
    {
        var manifest = node.Manifest!;
        var where = $"The configuration of {node.Digest.Short} in {members.Name}";
        var config = manifest.Config
            ?? throw new InspectionException(where, "it does not belong to a container image", "Use an image, not another artifact.");
        var content =
            members.ReadDocument(MemberOf(config.Digest)) ?? throw new InspectionException(where, "it is missing", Documents.Remedy);
        var parsed = ImageConfig.Parse(content, where);
        return loader.Read(
            parsed,
            [.. manifest.Layers.Select((layer, index) => new WantedLayer(MemberOf(layer.Digest), layer.Digest.ToString(), layer.MediaType)
            {
                WhyNotNeeded = whyNotNeeded?.Invoke(parsed, manifest, index),
            })],
            cancellationToken);
    }

    /// <summary>The entries of an index, without their documents.</summary>
    /// <exception cref="InspectionException">It is malformed.</exception>
    public static IReadOnlyList<OciNode> Entries(
        byte[] index, string where, int depth, InspectionLimits limits) => Documents.Parse(index, where, root =>
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("manifests", out _))
        {
            throw new FormatException("it has no list of manifests");
        }

        var entries = root.Read("manifests", limits.MostManifests + 1, entry => new OciNode
        {
            MediaType = entry.Text("mediaType"),
            Digest = ImageDigest.Parse(entry.Text("digest") ?? throw new FormatException("an entry has no digest")),
            Platform = entry.TryGetProperty("platform", out var platform) && platform.ValueKind == JsonValueKind.Object
                ? Rewritten(platform)
                : null,
            Annotations = ReadAnnotations(entry),
            Depth = depth,
        });
        return entries.Count <= limits.MostManifests
            ? entries
            : throw new FormatException($"it has more than {limits.MostManifests} manifests");
    });

    private static List<Annotation> ReadAnnotations(JsonElement entry)
    {
        List<Annotation> annotations = [];
        foreach (var annotation in entry.Properties("annotations"))
        {
            if (annotation.Value.ValueKind == JsonValueKind.String) annotations.Add(new(annotation.Name, annotation.Value.GetString()!));
        }

        return annotations;
    }

    /// <summary>A copy that can be written: text that is not Unicode is refused here, and not by the writer of the facts.</summary>
    private static JsonElement Rewritten(JsonElement element)
    {
        ReadAll(element);
        return element.Clone();
    }

    private static void ReadAll(JsonElement element)
    {
        _ = element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        foreach (var item in element.Items()) ReadAll(item);
        foreach (var member in element.Members())
        {
            _ = member.Name;
            ReadAll(member.Value);
        }
    }

    /// <summary>Reads the document of a node.</summary>
    /// <exception cref="InspectionException">It is neither a manifest nor an index.</exception>
    public static OciNode WithManifest(OciNode node, string source)
    {
        var where = $"The manifest {node.Digest.Short} of {source}";
        try
        {
            return node.With(node.Content!, ManifestReader.ReadManifest(node.Content, node.MediaType));
        }
        catch (FormatException exception)
        {
            throw new InspectionException(where, exception.Message, Documents.Remedy);
        }
    }

    private static OciNode Complete(OciNode entry, IMembers members) =>
        members.ReadDocument(MemberOf(entry.Digest)) is { } content ? WithManifest(entry.With(content), members.Name) : entry;
}
