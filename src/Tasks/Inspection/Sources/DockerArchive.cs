using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Sources;

/// <summary>An image of a docker archive.</summary>
/// <param name="Config">The member with the configuration.</param>
/// <param name="Tags">Its names; empty without one.</param>
/// <param name="Layers">The members with the layers, lowest first.</param>
internal sealed record DockerImage(string Config, IReadOnlyList<string> Tags, IReadOnlyList<string> Layers)
{
    public InspectedImage Read(IMembers members, LayerLoader loader, CancellationToken cancellationToken)
    {
        var where = $"The configuration {Config} in {members.Name}";
        var content = members.ReadDocument(Config) ?? throw new InspectionException(where, "it is missing", Documents.Remedy);
        return loader.Read(
            ImageConfig.Parse(content, where), [.. Layers.Select(static layer => new WantedLayer(layer, layer, MediaType: null))],
            cancellationToken);
    }
}

/// <summary>The form of <c>docker save</c> (Docker image specification 1.2): manifest.json names configurations and layers.</summary>
internal static class DockerArchive
{
    public const string Manifest = "manifest.json";

    /// <exception cref="InspectionException">manifest.json lists no image, or is malformed.</exception>
    public static IReadOnlyList<DockerImage> Images(IMembers members)
    {
        var where = $"{Manifest} in {members.Name}";
        return Documents.Parse(members.ReadDocument(Manifest)!, where, root =>
        {
            if (root.Integer("schemaVersion") is not null)
            {
                throw new InspectionException(
                    where, "it is the manifest of one image, which podman and skopeo write for the transport dir",
                    "Copy the image to an OCI layout, for example with 'skopeo copy dir:FOLDER oci:FOLDER2', and inspect the layout.");
            }

            if (root.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null)) throw new FormatException("it is not a list of images");
            List<DockerImage> images = [];
            foreach (var image in root.Elements()) images.Add(Read(image));
            return images.Count > 0 ? images : throw new FormatException("it lists no image");
        });
    }

    private static DockerImage Read(JsonElement image) => new(
        image.Text("Config") is { Length: > 0 } config ? config : throw new FormatException("an image has no configuration"),
        [.. image.Strings("RepoTags")],
        [.. image.Strings("Layers")]);
}
