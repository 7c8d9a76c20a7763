using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Registry;

/// <summary>A document that belongs to an image.</summary>
/// <param name="MediaType">Its media type, which is also the type of the artifact.</param>
/// <param name="FileName">Its name, for programs that save it.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record Referrer(string MediaType, string FileName, byte[] Content);

/// <summary>
/// Pushes documents as referrers of an image (OCI distribution specification 1.1, "Pushing Manifests with Subject"). A registry without the
/// list of referrers gets an index under the tag that the specification names instead.
/// </summary>
internal sealed class ReferrerPusher : IDisposable
{
    private const string EmptyType = "application/vnd.oci.empty.v1+json";

    private static readonly byte[] Empty = "{}"u8.ToArray();

    private readonly RegistryPusher _registry;
    private readonly ImageReference _image;

    /// <param name="image">The image, with its digest or a tag.</param>
    /// <param name="options">Credentials, limits and policies.</param>
    public ReferrerPusher(ImageReference image, RegistryOptions options) =>
        (_image, _registry) = (image, new RegistryPusher(image, options));

    /// <summary>Pushes a document. One that is there already is not sent again.</summary>
    /// <returns>The digest of its manifest.</returns>
    /// <exception cref="RegistryException">The registry refused it; the problem has the reason.</exception>
    public async Task<ImageDigest> PushAsync(Referrer referrer, CancellationToken cancellationToken)
    {
        try
        {
            var subject = await SubjectAsync(cancellationToken).ConfigureAwait(false);
            await _registry.PushBlobAsync(Empty, cancellationToken).ConfigureAwait(false);
            await _registry.PushBlobAsync(referrer.Content, cancellationToken).ConfigureAwait(false);
            var layer = Descriptor(referrer.MediaType, referrer.Content);
            layer["annotations"] = new JsonObject { ["org.opencontainers.image.title"] = referrer.FileName };
            var manifest = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = MediaTypes.OciManifest,
                ["artifactType"] = referrer.MediaType,
                ["config"] = Descriptor(EmptyType, Empty),
                ["layers"] = new JsonArray(layer),
                ["subject"] = subject.DeepClone(),
            });
            var digest = ImageDigest.Of(manifest);
            var answer = await _registry.PutManifestAsync(digest.ToString(), MediaTypes.OciManifest, manifest, cancellationToken)
                .ConfigureAwait(false);
            if (!answer.HasSubject)
            {
                var entry = Descriptor(MediaTypes.OciManifest, manifest);
                entry["artifactType"] = referrer.MediaType;
                await AddToTagAsync((string)subject["digest"]!, entry, cancellationToken).ConfigureAwait(false);
            }

            return digest;
        }
        catch (RegistryException exception)
        {
            throw _registry.Redact(exception);
        }
    }

    public void Dispose() => _registry.Dispose();

    private static JsonObject Descriptor(string mediaType, byte[] content) => new()
    {
        ["mediaType"] = mediaType,
        ["digest"] = ImageDigest.Of(content).ToString(),
        ["size"] = content.Length,
    };

    /// <summary>The image that the document belongs to.</summary>
    private async Task<JsonObject> SubjectAsync(CancellationToken cancellationToken)
    {
        var response = await _registry.GetManifestAsync(_image.Digest?.ToString() ?? _image.EffectiveTag!, cancellationToken)
            .ConfigureAwait(false);
        return new JsonObject
        {
            ["mediaType"] = response.MediaType ?? MediaTypes.OciManifest,
            ["digest"] = _image.Digest?.ToString() ?? ImageDigest.Of(response.Body).ToString(),
            ["size"] = response.Body.Length,
        };
    }

    /// <summary>"Referrers Tag Schema": an index with the descriptors of all referrers.</summary>
    private async Task AddToTagAsync(string digest, JsonObject entry, CancellationToken cancellationToken)
    {
        var tag = digest.Replace(':', '-');
        var known = await _registry.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false);
        // A document that is not an index is replaced.
        var index = known is null ? null : JsonText.ParseObject(known.Body);
        index ??= new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray() };
        if (index["manifests"] is not JsonArray entries) index["manifests"] = entries = [];
        var written = (string)entry["digest"]!;
        if (entries.Any(one => one is JsonObject && one["digest"] is JsonValue value && value.ToString() == written)) return;
        entries.Add(entry);
        await _registry.PutManifestAsync(tag, MediaTypes.OciIndex, JsonSerializer.SerializeToUtf8Bytes(index), cancellationToken)
            .ConfigureAwait(false);
    }
}
