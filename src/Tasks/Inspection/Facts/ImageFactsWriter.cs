using System.Text.Json;
using ContainerGuard.Archives;
using ContainerGuard.Inspection.Contents;
using ContainerGuard.Inspection.Sources;

namespace ContainerGuard.Inspection.Facts;

/// <summary>
/// Writes what was understood of images, for programs and tests. Values of variables and labels are left out: they may be secret.
/// </summary>
internal sealed class ImageFactsWriter(Utf8JsonWriter json)
{
    /// <summary>All images of a saved file. An image that cannot be read has an <c>error</c>.</summary>
    public void Write(SavedImages saved, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteText("source", saved.Members.Name.Trim('\''));
        json.WriteString("outer_compression", saved.Members.OuterCompression);
        json.WriteTexts("forms", saved.Forms);
        if (saved.DockerImages is { } images)
        {
            json.WriteStartArray("images");
            foreach (var image in images) Write(image, () => saved.Read(image, cancellationToken));
            json.WriteEndArray();
        }

        if (saved.OciNodes is { } nodes)
        {
            json.WriteStartArray("oci");
            foreach (var node in nodes) Write(node, saved.IsComplete, () => saved.Read(node, cancellationToken));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void Write(DockerImage image, Func<InspectedImage> read)
    {
        json.WriteStartObject();
        json.WriteString("via", DockerArchive.Manifest);
        json.WriteTexts("tags", image.Tags);
        WriteContent(read);
        json.WriteEndObject();
    }

    private void Write(OciNode node, bool isComplete, Func<InspectedImage> read)
    {
        json.WriteStartObject();
        json.WriteText("media_type", node.MediaType);
        json.WriteString("digest", node.Digest.ToString());
        json.WritePropertyName("platform");
        if (node.Platform is { } platform) platform.WriteTo(json);
        else json.WriteNullValue();
        json.WriteTexts("annotations", [.. node.Annotations.Select(static annotation => annotation.Name).Order(StringComparer.Ordinal)]);
        json.WriteNumber("depth", node.Depth);
        if (isComplete || node.Content is not null) json.WriteBoolean("present", node.Content is not null);
        if (node.Manifest is { } manifest)
        {
            json.WriteBoolean("digest_matches", node.DigestMatches);
            json.WriteString("kind", manifest.IsIndex ? "index" : node.IsAttestation ? "attestation" : "manifest");
            if (!manifest.IsIndex)
            {
                json.WriteText("config_media_type", manifest.ConfigMediaType);
                json.WriteTexts("layer_media_types", [.. manifest.Layers.Select(static layer => layer.MediaType ?? "")]);
            }

            if (node.Subjects.Count > 0) WriteSubjects(node);
            if (node.IsImage)
            {
                json.WriteStartObject("image");
                WriteContent(read);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    private void WriteSubjects(OciNode node)
    {
        json.WriteStartArray("subjects");
        foreach (var (key, value) in node.Subjects)
        {
            json.WriteStartArray();
            json.WriteTextValue(key);
            json.WriteTextValue(value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private void WriteContent(Func<InspectedImage> read)
    {
        InspectedImage image;
        try
        {
            image = read();
        }
        catch (InspectionException exception)
        {
            json.WriteText("error", exception.Message);
            return;
        }

        WriteConfig(image.Config);
        json.WriteStartObject("history");
        json.WriteNumber("entries", image.Config.History.Count);
        json.WriteNumber("empty_layers", image.Config.History.Count(static entry => entry.IsEmpty));
        json.WriteEndObject();
        json.WriteNumber("diff_ids", image.Config.DiffIds.Count);
        json.WriteStartArray("layers");
        foreach (var layer in image.Layers) WriteLayer(layer);
        json.WriteEndArray();
        new FileFactsWriter(json, image).Write();
        WriteSystem(OsRelease.Find(image));
        new PackageFactsWriter(json).Write(ImagePackages.Of(image));
        json.WriteTexts("problems", image.Problems);
    }

    private void WriteConfig(ImageConfig config)
    {
        json.WriteStartObject("config");
        json.WriteString("digest", config.Digest.ToString());
        json.WriteTextIfAny("os", config.Os);
        json.WriteTextIfAny("architecture", config.Architecture);
        json.WriteTextIfAny("variant", config.Variant);
        json.WriteTextIfAny("os_version", config.OsVersion);
        json.WriteText("user", config.User);
        json.WriteNumber("env", config.Environment.Count);
        if (config.Entrypoint is { } entrypoint) json.WriteTexts("entrypoint", entrypoint);
        if (config.Command is { } command) json.WriteTexts("cmd", command);
        json.WriteText("workdir", config.WorkingDirectory);
        json.WriteTexts("exposed", config.ExposedPorts);
        json.WriteNumber("labels", config.Labels.Count);
        json.WriteBoolean("healthcheck", config.HasHealthCheck);
        json.WriteTextIfAny("created", config.Created);
        json.WriteEndObject();
    }

    private void WriteLayer(ImageLayer layer)
    {
        json.WriteStartObject();
        if (layer.Facts is { } facts)
        {
            json.WriteString("compression", facts.Compression.Name());
            json.WriteNumber("size", facts.PackedSize);
            json.WriteString("blob_sha256", facts.BlobHash);
            json.WriteString("diff_id", facts.DiffId);
            json.WriteBoolean("diff_id_matches", layer.DiffIdMatches);
            json.WriteNumber("entries", facts.Entries.Count);
            if (facts.Whiteouts.Count > 0) json.WriteTexts("whiteouts", facts.Whiteouts);
            if (facts.UnsafeNames.Count > 0) json.WriteTexts("unsafe_names", facts.UnsafeNames);
        }
        else
        {
            json.WriteText("name", layer.Name);
            json.WriteBoolean("present", false);
            json.WriteText("reason", layer.WhyNotRead);
        }

        json.WriteEndObject();
    }

    private void WriteSystem(OsRelease? release)
    {
        if (release is null)
        {
            json.WriteNull("os_release");
            return;
        }

        json.WriteStartObject("os_release");
        foreach (var name in (string[])["ID", "VERSION_ID", "VERSION_CODENAME", "PRETTY_NAME"])
        {
            if (release.Fields.TryGetValue(name, out var value)) json.WriteText(name, value);
        }

        json.WriteEndObject();
        json.WriteText("os_release_path", release.Path);
        json.WriteTextIfAny("os_release_resolves_to", release.Target);
    }
}
