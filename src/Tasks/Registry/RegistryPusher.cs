using System.Net;
using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>Reads and pushes manifests and blobs of one repository (OCI distribution specification 1.1, "Pull" and "Push").</summary>
internal sealed class RegistryPusher : IDisposable
{
    private const int LargestAnswer = 4 * 1024 * 1024;

    /// <summary>A layer of an application, over a slow line.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(10);

    private readonly RegistryTransport _transport;
    private readonly RegistrySession _session;
    private readonly string _repository;

    /// <param name="image">An image of the repository.</param>
    /// <param name="options">Credentials, limits and policies.</param>
    public RegistryPusher(ImageReference image, RegistryOptions options)
    {
        var pushing = options with { Actions = "pull,push", AttemptTimeout = LongestRequest };
        _repository = image.Repository;
        _transport = new RegistryTransport(pushing);
        _session = new RegistrySession(image.Registry, _transport, pushing);
    }

    /// <summary>Reads a manifest or an index.</summary>
    /// <param name="reference">A tag or a digest.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>The answer; null if the repository does not have it.</returns>
    /// <exception cref="RegistryException">The registry refused it; the problem has the reason.</exception>
    public async Task<RegistryResponse?> FindManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var response = await ReadManifestAsync(reference, cancellationToken).ConfigureAwait(false);
        return response.Status == HttpStatusCode.NotFound ? null : Accepted(HttpMethod.Get, response);
    }

    /// <summary>Reads a manifest or an index that exists.</summary>
    /// <exception cref="RegistryException">The registry does not have it or refused it; the problem has the reason.</exception>
    public async Task<RegistryResponse> GetManifestAsync(string reference, CancellationToken cancellationToken) =>
        Accepted(HttpMethod.Get, await ReadManifestAsync(reference, cancellationToken).ConfigureAwait(false));

    /// <summary>Opens a blob.</summary>
    /// <exception cref="RegistryException">The registry does not have it or refused it; the problem has the reason.</exception>
    public async Task<Stream> OpenBlobAsync(ImageDigest digest, CancellationToken cancellationToken)
    {
        var response = await _session
            .SendAsync(HttpMethod.Get, _repository, $"blobs/{digest}", "*/*", LargestAnswer, cancellationToken, streams: true)
            .ConfigureAwait(false);
        return response.Content ?? throw _session.Refused(HttpMethod.Get, response);
    }

    /// <summary>
    /// "Pushing a blob monolithically": a POST for the place, a PUT for the bytes. One that is there already is not sent again.
    /// </summary>
    /// <exception cref="RegistryException">The registry refused it; the problem has the reason.</exception>
    public async Task PushBlobAsync(byte[] content, CancellationToken cancellationToken)
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
        Accepted(HttpMethod.Put, sent);
    }

    /// <summary>Pushes a manifest or an index.</summary>
    /// <param name="reference">A tag or its digest.</param>
    /// <param name="mediaType">Its media type.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="RegistryException">The registry refused it; the problem has the reason.</exception>
    public async Task<RegistryResponse> PutManifestAsync(
        string reference, string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Put, $"manifests/{reference}", cancellationToken, content, mediaType)
            .ConfigureAwait(false);
        return Accepted(HttpMethod.Put, response);
    }

    /// <summary>A failure without the secrets that were sent.</summary>
    public RegistryException Redact(RegistryException exception) => new(_session.Redact(exception.Problem));

    public void Dispose()
    {
        _session.Dispose();
        _transport.Dispose();
    }

    private Task<RegistryResponse> ReadManifestAsync(string reference, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"manifests/{reference}", cancellationToken);

    private RegistryResponse Accepted(HttpMethod method, RegistryResponse response) =>
        response.IsSuccess ? response : throw _session.Refused(method, response);

    private Task<RegistryResponse> SendAsync(
        HttpMethod method, string path, CancellationToken cancellationToken, byte[]? content = null, string? mediaType = null) =>
        _session.SendAsync(
            method, _repository, path, MediaTypes.AnyManifest, LargestAnswer, cancellationToken,
            body: content is null ? null : new RegistryBody(content, mediaType));
}
