using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Text;

namespace ContainerGuard.Building.Reproducible;

/// <summary>A manifest or an index that was replaced.</summary>
/// <param name="Before">Its digest before.</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Content">Its bytes now.</param>
/// <param name="Configuration">The configuration of an image; null for an index.</param>
internal sealed record ReplacedManifest(ImageDigest Before, string MediaType, byte[] Content, byte[]? Configuration)
{
    public ImageDigest Digest { get; } = ImageDigest.Of(Content);
}

/// <summary>
/// Replaces the times that the container tasks of the .NET SDK write into an image in a registry: in the layers that they add, in the
/// configuration and in its history. Two publishes of the same files then have the same digest.
/// </summary>
/// <param name="registry">The repository with the image.</param>
/// <param name="time">The time of the image.</param>
/// <param name="cancellationToken">Ctrl+C.</param>
internal sealed class ReproducibleImage(RegistryPusher registry, DateTimeOffset time, CancellationToken cancellationToken)
{
    private const string Author = ".NET SDK";

    /// <summary>In bytes, unpacked and with gzip: a layer is in memory while it is written.</summary>
    private const long LargestLayer = 1L << 30;

    private static readonly string[] TimeLabels = ["org.opencontainers.image.created", "org.opencontainers.artifact.created"];

    private string Time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Pushes the image with one time, and moves the tags to it.</summary>
    /// <param name="tags">The tags of the image. All of them are on the same image.</param>
    /// <param name="platformTags">The tags of single platforms, if the image has several.</param>
    /// <returns>The image, or the index and its images.</returns>
    /// <exception cref="RegistryException">The registry refused something; the problem has the reason.</exception>
    /// <exception cref="FormatException">The SDK did not make the image, or it cannot be written; the message is a clause.</exception>
    public async Task<IReadOnlyList<ReplacedManifest>> ReplaceAsync(IReadOnlyList<string> tags, IReadOnlyList<string> platformTags)
    {
        List<ReplacedManifest> replaced = [];
        var top = await ReplaceTopAsync(tags[0], replaced).ConfigureAwait(false);
        foreach (var tag in tags) await TagAsync(tag, top).ConfigureAwait(false);
        foreach (var tag in platformTags)
        {
            if (await registry.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false) is not { } known) continue;
            var before = ImageDigest.Of(known.Body);
            if (replaced.Find(one => one.Before == before) is { } image) await TagAsync(tag, image).ConfigureAwait(false);
        }

        return replaced;
    }

    private async Task<ReplacedManifest> ReplaceTopAsync(string tag, List<ReplacedManifest> replaced)
    {
        try
        {
            return await ReplaceAsync(tag, replaced).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException("its manifest does not have the form of an image", exception);
        }
    }

    private Task<RegistryResponse> TagAsync(string tag, ReplacedManifest image) =>
        registry.PutManifestAsync(tag, image.MediaType, image.Content, cancellationToken);

    private async Task<ReplacedManifest> ReplaceAsync(string reference, List<ReplacedManifest> replaced)
    {
        var response = await registry.GetManifestAsync(reference, cancellationToken).ConfigureAwait(false);
        var before = ImageDigest.Of(response.Body);
        var document = Parse(response.Body);
        byte[]? configuration = null;
        if (document["manifests"] is JsonArray entries)
        {
            foreach (var entry in entries)
            {
                var image = await ReplaceAsync(Text(entry!, "digest"), replaced).ConfigureAwait(false);
                Describe(entry!.AsObject(), image.Content);
                await registry.PutManifestAsync($"{image.Digest}", image.MediaType, image.Content, cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            configuration = await ReplaceContentAsync(document).ConfigureAwait(false);
        }

        var content = JsonSerializer.SerializeToUtf8Bytes(document);
        var mediaType = document["mediaType"]?.ToString() ?? response.MediaType ?? MediaTypes.OciManifest;
        ReplacedManifest result = new(before, mediaType, content, configuration);
        replaced.Add(result);
        return result;
    }

    /// <summary>Replaces the layers and the configuration of a manifest, and pushes them.</summary>
    private async Task<byte[]> ReplaceContentAsync(JsonObject manifest)
    {
        var descriptor = manifest["config"]?.AsObject() ?? throw new FormatException("its manifest has no configuration");
        var config = Parse(await ReadAsync(descriptor).ConfigureAwait(false));
        if (config["os"]?.ToString() == "windows") throw new FormatException("it is an image for Windows");
        var steps = (config["history"] as JsonArray ?? []).OfType<JsonObject>().Where(static step => step["author"]?.ToString() == Author);
        var count = 0;
        foreach (var step in steps)
        {
            step["created"] = Time;
            if (step["empty_layer"]?.ToString() != "true") count++;
        }

        var (layers, diffIds) = (manifest["layers"] as JsonArray ?? [], config["rootfs"]?["diff_ids"] as JsonArray ?? []);
        if (count == 0 || count > layers.Count || layers.Count != diffIds.Count)
        {
            throw new FormatException("its history does not say which layers the SDK added");
        }

        for (var i = layers.Count - count; i < layers.Count; i++)
        {
            var layer = await WriteLayerAsync(layers[i]!.AsObject()).ConfigureAwait(false);
            Describe(layers[i]!.AsObject(), layer.Packed);
            diffIds[i] = layer.DiffId.ToString();
            await registry.PushBlobAsync(layer.Packed, cancellationToken).ConfigureAwait(false);
        }

        config["created"] = Time;
        if (config["config"]?["Labels"] is JsonObject labels)
        {
            foreach (var label in TimeLabels.Where(labels.ContainsKey)) labels[label] = Time;
        }

        var content = JsonSerializer.SerializeToUtf8Bytes(config);
        Describe(descriptor, content);
        await registry.PushBlobAsync(content, cancellationToken).ConfigureAwait(false);
        return content;
    }

    private async Task<ReproducibleLayer> WriteLayerAsync(JsonObject descriptor)
    {
        var packed = await ReadAsync(descriptor).ConfigureAwait(false);
        try
        {
            return ReproducibleLayer.Of(new MemoryStream(packed), time);
        }
        catch (InvalidDataException exception)
        {
            throw new FormatException($"its layer cannot be read ({exception.Message.TrimEnd('.')})", exception);
        }
    }

    private async Task<byte[]> ReadAsync(JsonObject descriptor)
    {
        var digest = ImageDigest.Parse(Text(descriptor, "digest"));
        var blob = await registry.OpenBlobAsync(digest, cancellationToken).ConfigureAwait(false);
        await using (blob.ConfigureAwait(false))
        {
            using var content = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await blob.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (content.Length + read > LargestLayer)
                {
                    throw new FormatException($"a layer is larger than {LargestLayer >> 20} MB");
                }

                content.Write(buffer, 0, read);
            }

            var bytes = content.ToArray();
            return digest.Matches(bytes) ? bytes : throw new FormatException($"the bytes of {digest.Short} do not match this digest");
        }
    }

    private static void Describe(JsonObject descriptor, byte[] content) =>
        (descriptor["digest"], descriptor["size"]) = (ImageDigest.Of(content).ToString(), content.Length);

    private static JsonObject Parse(byte[] content) =>
        JsonText.ParseObject(content) ?? throw new FormatException("its manifest is not a valid JSON object");

    private static string Text(JsonNode node, string name) =>
        node[name]?.ToString() ?? throw new FormatException($"its manifest has an entry without {name}");
}
