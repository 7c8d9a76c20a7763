using System.Net;
using System.Security.Cryptography;
using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>
/// Asks servers for the checksums of files and the commits of repositories, without credentials, with the proxies, certificates and time
/// limits of registries.
/// </summary>
/// <param name="options">The settings of connections.</param>
internal sealed class SourceClient(RegistryOptions options) : IDisposable
{
    private const int LargestExplanation = 64 * 1024;
    private const long LargestFile = 8L << 30;
    private const long LargestAdvertisement = 128L << 20;

    /// <summary>The limit for one file, whose size is not known before.</summary>
    private static readonly TimeSpan LongestDownload = TimeSpan.FromMinutes(15);

    private readonly RegistryTransport _transport = new(options);

    /// <summary>The checksum of a file, which is not kept in memory.</summary>
    /// <exception cref="RegistryException">The server did not send it whole.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public Task<LockedSource> ChecksumAsync(RemoteSource source, CancellationToken cancellationToken) =>
        ReadAsync(source.Url!, LargestFile, static body => new LockedSource(ImageDigest.Parse(
            $"sha256:{Convert.ToHexStringLower(SHA256.HashData(body))}"), null), cancellationToken);

    /// <summary>The references of a repository.</summary>
    /// <exception cref="RegistryException">The server did not send them.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public Task<GitReferences> ReferencesAsync(RemoteSource source, CancellationToken cancellationToken) =>
        ReadAsync(
            new Uri($"{source.Url!.GetLeftPart(UriPartial.Path).TrimEnd('/')}/info/refs?service=git-upload-pack"), LargestAdvertisement,
            GitReferences.Read, cancellationToken);

    public void Dispose() => _transport.Dispose();

    private async Task<T> ReadAsync<T>(Uri url, long largest, Func<Stream, T> read, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestDownload);
        try
        {
            var response = await _transport.SendAsync(
                url.Authority, new RegistryRequest(HttpMethod.Get, url, LargestExplanation) { Streams = true },
                limit.Token).ConfigureAwait(false);
            if (response.Content is not { } content || response.Status == HttpStatusCode.PartialContent)
            {
                response.Content?.Dispose();
                throw new RegistryException(
                    RegistryProblem.FromResponse(url.Authority, HttpMethod.Get, response, null, withCredentials: false));
            }

            using var body = new LimitedStream(content, largest, limit.Token);
            return await Task.Run(() => read(body), cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException exception)
        {
            throw new RegistryException(RegistryProblem.Invalid(url.Authority, HttpMethod.Get, url, exception.Message));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RegistryException(
                RegistryProblem.TimedOut(url.Authority, RegistryProblem.Describe(HttpMethod.Get, url)));
        }
    }
}
