using System.Collections.Concurrent;
using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>
/// The requests to registries (OCI distribution specification, "Pull"): the current digest of a reference, and the facts about
/// its image.
/// </summary>
internal interface IRegistryClient
{
    /// <summary>The current digest of the reference's tag. Sends a HEAD request, which registries do not count as a pull.</summary>
    /// <exception cref="RegistryException">The registry did not answer; the failure has the reason.</exception>
    Task<ImageDigest> GetDigestAsync(ImageReference reference, CancellationToken cancellationToken);

    /// <summary>Digest, platforms, and the facts about the default platform. A digest in the reference is used as it is.</summary>
    /// <exception cref="RegistryException">The registry did not answer; the failure has the reason.</exception>
    Task<ResolvedImage> ResolveAsync(ImageReference reference, CancellationToken cancellationToken);

    /// <summary>The tags of the reference's repository, in the registry's order, up to a limit.</summary>
    /// <exception cref="RegistryException">The registry did not answer; the failure has the reason.</exception>
    Task<IReadOnlyList<string>> ListTagsAsync(ImageReference reference, CancellationToken cancellationToken);
}

/// <inheritdoc cref="IRegistryClient"/>
internal sealed class RegistryClient(RegistryOptions options) : IRegistryClient, IDisposable
{
    private const int LargestManifest = 4 * 1024 * 1024;
    private const int LargestConfig = 8 * 1024 * 1024;
    private const int LargestTagPage = 4 * 1024 * 1024;

    private readonly RegistryTransport _transport = new(options);
    private readonly ConcurrentDictionary<string, RegistrySession> _sessions = new(StringComparer.OrdinalIgnoreCase);

    public Task<ImageDigest> GetDigestAsync(ImageReference reference, CancellationToken cancellationToken) =>
        WithinTimeAsync(
            reference,
            async token => await HeadAsync(reference, token).ConfigureAwait(false)
                ?? ImageDigest.Of((await GetManifestAsync(reference, reference.EffectiveTag!, null, token).ConfigureAwait(false)).Body),
            cancellationToken);

    public Task<ResolvedImage> ResolveAsync(ImageReference reference, CancellationToken cancellationToken) =>
        WithinTimeAsync(reference, token => ResolveCoreAsync(reference, token), cancellationToken);

    public Task<IReadOnlyList<string>> ListTagsAsync(ImageReference reference, CancellationToken cancellationToken) =>
        WithinTimeAsync(reference, token => ListTagsCoreAsync(reference, token), cancellationToken);

    /// <summary>The document that a reference names, an index or a manifest, with its digest and type.</summary>
    /// <exception cref="RegistryException">The registry did not answer; the failure has the reason.</exception>
    public Task<RegistryDocument> GetDocumentAsync(ImageReference reference, CancellationToken cancellationToken) =>
        WithinTimeAsync(reference, token => GetTopAsync(reference, token), cancellationToken);

    /// <summary>A small blob, complete and verified.</summary>
    /// <exception cref="RegistryException">The registry did not answer; the failure has the reason.</exception>
    public Task<byte[]> GetBlobAsync(ImageReference reference, ImageDigest digest, CancellationToken cancellationToken) => WithinTimeAsync(
        reference,
        async token => (await GetAsync(reference, $"blobs/{digest}", "*/*", LargestConfig, digest, token).ConfigureAwait(false)).Body,
        cancellationToken);

    /// <summary>A blob as a stream, which the caller verifies and disposes. Its reads throw <see cref="RegistryException"/>.</summary>
    /// <exception cref="RegistryException">The registry did not answer; the failure has the reason.</exception>
    public Task<Stream> OpenBlobAsync(ImageReference reference, ImageDigest digest, CancellationToken cancellationToken) => WithinTimeAsync(
        reference,
        async token =>
        {
            var session = Session(reference);
            var response = await session.SendAsync(
                HttpMethod.Get, reference.Repository, $"blobs/{digest}", "*/*", LargestConfig, token, streams: true).ConfigureAwait(false);
            return response.Content ?? throw session.Refused(HttpMethod.Get, response);
        },
        cancellationToken);

    /// <summary>
    /// Whether an image has a signature of Notation or cosign: among its referrers (OCI distribution specification, "Listing
    /// Referrers"), or under the tag that cosign uses.
    /// </summary>
    /// <exception cref="RegistryException">The registry did not answer; the failure has the reason.</exception>
    public Task<bool> IsSignedAsync(ImageReference reference, ImageDigest digest, CancellationToken cancellationToken) => WithinTimeAsync(
        reference,
        async token =>
        {
            var tag = $"{digest.Algorithm}-{digest.Hex}";
            if (await HeadAsync(reference.WithDigest(null).WithTag($"{tag}.sig"), token).ConfigureAwait(false) is not null) return true;

            // A registry without the list has an index under the tag instead ("Referrers Tag Schema").
            var session = Session(reference);
            foreach (var path in (string[])[$"referrers/{digest}", $"manifests/{tag}"])
            {
                var response = await session.SendAsync(
                    HttpMethod.Get, reference.Repository, path, MediaTypes.AnyManifest, LargestManifest, token).ConfigureAwait(false);
                if (response.IsSuccess) return Read(reference, response, static answer => SignatureTypes.AreIn(answer.Body));
            }

            return false;
        },
        cancellationToken);

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
        {
            session.Dispose();
        }

        _transport.Dispose();
    }

    private RegistrySession Session(ImageReference reference) =>
        _sessions.GetOrAdd(reference.Registry, host => new RegistrySession(host, _transport, options));

    private async Task<T> WithinTimeAsync<T>(
        ImageReference reference, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!options.MayAsk(reference)) throw new RegistryException(RegistryProblem.NotTrusted(reference));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.OverallTimeout);
        try
        {
            return await work(timeout.Token).ConfigureAwait(false);
        }
        catch (RegistryException exception)
        {
            throw new RegistryException(Session(reference).Redact(exception.Problem));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistryException(RegistryProblem.TimedOut(
                reference.Registry, $"no result for {reference.Familiar} after {options.OverallTimeout.TotalSeconds:0} seconds"));
        }
    }

    private async Task<ResolvedImage> ResolveCoreAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var (digest, response) = await GetTopAsync(reference, cancellationToken).ConfigureAwait(false);
        var manifest = Read(reference, response, r => ManifestReader.ReadManifest(r.Body, r.MediaType));
        if (!manifest.IsIndex)
        {
            var (facts, platform) = await GetConfigAsync(reference, manifest, cancellationToken).ConfigureAwait(false);
            return new ResolvedImage(digest, manifest.MediaType, Platforms((platform, digest)), facts);
        }

        var platforms = Platforms([.. manifest.Platforms.Select(p => (p.Platform, p.Digest))]);
        if (manifest.Platforms.Count == 0)
        {
            return new ResolvedImage(digest, manifest.MediaType, platforms, Config: null);
        }

        var chosen = manifest.Platforms.FirstOrDefault(p => p.Platform == ImagePlatform.LinuxAmd64) ?? manifest.Platforms[0];
        var inner = await GetManifestAsync(reference, chosen.Digest, cancellationToken).ConfigureAwait(false);
        var image = Read(reference, inner, r => ManifestReader.ReadManifest(r.Body, r.MediaType));
        var (config, _) = await GetConfigAsync(reference, image, cancellationToken).ConfigureAwait(false);
        return new ResolvedImage(digest, manifest.MediaType, platforms, config);
    }

    private async Task<IReadOnlyList<string>> ListTagsCoreAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        List<string> tags = [];
        string? last = null;
        for (var page = 0; page < TagPages.Most; page++)
        {
            var response = await GetAsync(
                reference, TagPages.PathAfter(last), "application/json", LargestTagPage, expected: null,
                cancellationToken).ConfigureAwait(false);
            var read = Read(reference, response, static r => TagPages.Read(r.Body));
            tags.AddRange(read);

            // A registry that repeats a page has no further one.
            if (TagPages.LastOf(response.Link, read) is not { } next || next == last) break;
            last = next;
        }

        return tags;
    }

    /// <summary>
    /// Fetches the document by its tag and hashes its bytes: one request, so the tag cannot move in between. If the registry sends
    /// another digest with it, both are requested: the body counts, unless the registry has only the other digest.
    /// </summary>
    private async Task<RegistryDocument> GetTopAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (reference.Digest is { } written)
        {
            return new(written, await GetManifestAsync(reference, written, cancellationToken).ConfigureAwait(false));
        }

        var response = await GetManifestAsync(reference, reference.EffectiveTag!, null, cancellationToken).ConfigureAwait(false);
        var digest = ImageDigest.Of(response.Body);
        if (!ImageDigest.TryParse(response.ContentDigest, out var named, out _)) return new(digest, response);
        if (named.Matches(response.Body)) return new(named, response);

        foreach (var candidate in (ImageDigest[])[digest, named])
        {
            try
            {
                return new(candidate, await GetManifestAsync(reference, candidate, cancellationToken).ConfigureAwait(false));
            }
            catch (RegistryException exception) when (exception.Problem.Kind == RegistryProblemKind.NotFound)
            {
                // Use the other one, or the received body.
            }
        }

        return new(digest, response);
    }

    /// <returns>Null if a GET is necessary: HEAD is not allowed, has no usable digest, or fails without an explanation.</returns>
    private async Task<ImageDigest?> HeadAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var response = await Session(reference).SendAsync(
            HttpMethod.Head, reference.Repository, $"manifests/{reference.EffectiveTag ?? reference.Digest!.ToString()}",
            MediaTypes.AnyManifest, LargestManifest, cancellationToken).ConfigureAwait(false);
        return response.IsSuccess
            && !MediaTypes.IsSchema1(response.MediaType)
            && ImageDigest.TryParse(response.ContentDigest, out var digest, out _)
                ? digest
                : null;
    }

    private Task<RegistryResponse> GetManifestAsync(ImageReference reference, ImageDigest digest, CancellationToken cancellationToken) =>
        GetManifestAsync(reference, digest.ToString(), digest, cancellationToken);

    private Task<RegistryResponse> GetManifestAsync(
        ImageReference reference, string tagOrDigest, ImageDigest? expected, CancellationToken cancellationToken) =>
        GetAsync(reference, $"manifests/{tagOrDigest}", MediaTypes.AnyManifest, LargestManifest, expected, cancellationToken);

    private async Task<(ImageFacts? Facts, ImagePlatform? Platform)> GetConfigAsync(
        ImageReference reference, Manifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Config is not { } config)
        {
            return (null, null);
        }

        var response = await GetAsync(
            reference, $"blobs/{config.Digest}", "*/*", LargestConfig, config.Digest, cancellationToken).ConfigureAwait(false);
        var (facts, platform) = Read(reference, response, r => ManifestReader.ReadConfig(r.Body));
        return platform?.Os != "linux"
            ? (facts, platform)
            : (await SmallLayers.CompleteAsync(manifest, facts, FetchAsync, cancellationToken).ConfigureAwait(false), platform);

        async Task<byte[]> FetchAsync(Descriptor layer, int limit, CancellationToken token) =>
            (await GetAsync(reference, $"blobs/{layer.Digest}", "*/*", limit, layer.Digest, token).ConfigureAwait(false)).Body;
    }

    private async Task<RegistryResponse> GetAsync(
        ImageReference reference, string path, string accept, int limit, ImageDigest? expected, CancellationToken cancellationToken)
    {
        var session = Session(reference);
        var response =
            await session.SendAsync(HttpMethod.Get, reference.Repository, path, accept, limit, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccess)
        {
            throw session.Refused(HttpMethod.Get, response);
        }

        return expected is null || expected.Matches(response.Body)
            ? response
            : throw Invalid(reference, response, $"its bytes do not match the digest {expected}");
    }

    private static T Read<T>(ImageReference reference, RegistryResponse response, Func<RegistryResponse, T> read)
    {
        try
        {
            return read(response);
        }
        catch (FormatException exception)
        {
            throw Invalid(reference, response, exception.Message);
        }
    }

    private static RegistryException Invalid(ImageReference reference, RegistryResponse response, string why) =>
        new(RegistryProblem.Invalid(reference.Registry, HttpMethod.Get, response.Url, why));

    private static SortedDictionary<string, ImageDigest> Platforms(
        params ReadOnlySpan<(ImagePlatform? Platform, ImageDigest Digest)> platforms)
    {
        var sorted = new SortedDictionary<string, ImageDigest>(StringComparer.Ordinal);
        foreach (var (platform, digest) in platforms)
        {
            if (platform is not null)
            {
                sorted.TryAdd(platform.ToString(), digest);
            }
        }

        return sorted;
    }
}
