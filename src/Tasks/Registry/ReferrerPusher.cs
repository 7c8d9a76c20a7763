using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerGuard.Images;

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
    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private const string IndexType = "application/vnd.oci.image.index.v1+json";
    private const string EmptyType = "application/vnd.oci.empty.v1+json";
    private const int LargestAnswer = 4 * 1024 * 1024;

    private static readonly byte[] Empty = "{}"u8.ToArray();

    private readonly RegistryTransport _transport;
    private readonly RegistrySession _session;
    private readonly ImageReference _image;

    /// <param name="image">The image, with its digest or a tag.</param>
    /// <param name="options">Credentials, limits and policies.</param>
    public ReferrerPusher(ImageReference image, RegistryOptions options)
    {
        var pushing = options with { Actions = "pull,push" };
        _image = image;
        _transport = new RegistryTransport(pushing);
        _session = new RegistrySession(image.Registry, _transport, pushing);
    }

    /// <summary>Pushes a document. One that is there already is not sent again.</summary>
    /// <returns>The digest of its manifest.</returns>
    /// <exception cref="RegistryException">The registry refused it; the problem has the reason.</exception>
    public async Task<ImageDigest> PushAsync(Referrer referrer, CancellationToken cancellationToken)
    {
        try
        {
            var subject = await SubjectAsync(cancellationToken).ConfigureAwait(false);
            await PushBlobAsync(Empty, cancellationToken).ConfigureAwait(false);
            await PushBlobAsync(referrer.Content, cancellationToken).ConfigureAwait(false);
            var layer = Descriptor(referrer.MediaType, referrer.Content);
            layer["annotations"] = new JsonObject { ["org.opencontainers.image.title"] = referrer.FileName };
            var manifest = JsonSerializer.SerializeToUtf8Bytes(new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = ManifestType,
                ["artifactType"] = referrer.MediaType,
                ["config"] = Descriptor(EmptyType, Empty),
                ["layers"] = new JsonArray(layer),
                ["subject"] = subject.DeepClone(),
            });
            var digest = ImageDigest.Of(manifest);
            var answer = await PutAsync($"manifests/{digest}", ManifestType, manifest, cancellationToken).ConfigureAwait(false);
            if (!answer.HasSubject)
            {
                var entry = Descriptor(ManifestType, manifest);
                entry["artifactType"] = referrer.MediaType;
                await AddToTagAsync((string)subject["digest"]!, entry, cancellationToken).ConfigureAwait(false);
            }

            return digest;
        }
        catch (RegistryException exception)
        {
            throw new RegistryException(_session.Redact(exception.Problem));
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _transport.Dispose();
    }

    private static JsonObject Descriptor(string mediaType, byte[] content) => new()
    {
        ["mediaType"] = mediaType,
        ["digest"] = ImageDigest.Of(content).ToString(),
        ["size"] = content.Length,
    };

    /// <summary>The image that the document belongs to.</summary>
    private async Task<JsonObject> SubjectAsync(CancellationToken cancellationToken)
    {
        var response = await SendAsync(
            HttpMethod.Get, $"manifests/{_image.Digest?.ToString() ?? _image.EffectiveTag}", cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccess) throw _session.Refused(HttpMethod.Get, response);
        return new JsonObject
        {
            ["mediaType"] = response.MediaType ?? ManifestType,
            ["digest"] = _image.Digest?.ToString() ?? ImageDigest.Of(response.Body).ToString(),
            ["size"] = response.Body.Length,
        };
    }

    /// <summary>"Pushing a blob monolithically": a POST for the place, a PUT for the bytes.</summary>
    private async Task PushBlobAsync(byte[] content, CancellationToken cancellationToken)
    {
        var digest = ImageDigest.Of(content);
        var known = await SendAsync(HttpMethod.Head, $"blobs/{digest}", cancellationToken).ConfigureAwait(false);
        if (known.IsSuccess) return;
        var begun = await SendAsync(HttpMethod.Post, "blobs/uploads/", cancellationToken, []).ConfigureAwait(false);
        if (begun.Status != HttpStatusCode.Accepted || begun.Location is not { } location) throw _session.Refused(HttpMethod.Post, begun);
        var place = new UriBuilder(new Uri(begun.Url, location));
        place.Query = place.Query.Length > 1 ? $"{place.Query}&digest={digest}" : $"?digest={digest}";
        var sent = await SendAsync(HttpMethod.Put, place.Uri.ToString(), cancellationToken, content, "application/octet-stream")
            .ConfigureAwait(false);
        if (!sent.IsSuccess) throw _session.Refused(HttpMethod.Put, sent);
    }

    /// <summary>"Referrers Tag Schema": an index with the descriptors of all referrers.</summary>
    private async Task AddToTagAsync(string digest, JsonObject entry, CancellationToken cancellationToken)
    {
        var tag = digest.Replace(':', '-');
        var response = await SendAsync(HttpMethod.Get, $"manifests/{tag}", cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccess && response.Status != HttpStatusCode.NotFound) throw _session.Refused(HttpMethod.Get, response);
        var index = response.IsSuccess ? Parse(response.Body) : null;
        index ??= new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = IndexType, ["manifests"] = new JsonArray() };
        if (index["manifests"] is not JsonArray entries) index["manifests"] = entries = [];
        var written = (string)entry["digest"]!;
        if (entries.Any(one => one is JsonObject && one["digest"] is JsonValue value && value.ToString() == written)) return;
        entries.Add(entry);
        await PutAsync($"manifests/{tag}", IndexType, JsonSerializer.SerializeToUtf8Bytes(index), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Null for a document that is not an index, which is replaced.</summary>
    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<RegistryResponse> PutAsync(string path, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Put, path, cancellationToken, content, mediaType).ConfigureAwait(false);
        return response.IsSuccess ? response : throw _session.Refused(HttpMethod.Put, response);
    }

    private Task<RegistryResponse> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, byte[]? content = null, string? mediaType = null) =>
        _session.SendAsync(
            method, _image.Repository, path, MediaTypes.AnyManifest, LargestAnswer, cancellationToken,
            body: content is null ? null : new RegistryBody(content, mediaType));
}
