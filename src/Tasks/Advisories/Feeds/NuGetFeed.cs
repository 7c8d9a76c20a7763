using System.Net;
using ContainerGuard.Formats;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Registry;

namespace ContainerGuard.Advisories.Feeds;

/// <summary>
/// Reads the vulnerability data of a NuGet feed. A page is downloaded only if its index says that it changed since it was kept.
/// </summary>
/// <param name="options">The settings of connections.</param>
/// <param name="cache">The pages that were read before; null to keep none.</param>
internal sealed class NuGetFeed(RegistryOptions options, ConfigCache? cache) : IDisposable
{
    private const int LargestIndex = 1 << 20;
    private const int LargestPage = 32 << 20;
    private const int MostPages = 16;

    private readonly RegistryTransport _transport = new(options);

    /// <summary>The number of bytes that were read, unpacked.</summary>
    public long Downloaded { get; private set; }

    /// <summary>Adds all rows of a feed to a table.</summary>
    /// <param name="feed">The address of the service index.</param>
    /// <param name="table">Receives the rows and the source.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>False if the feed has no vulnerability data.</returns>
    /// <exception cref="AdvisoryException">The data cannot be read.</exception>
    public async Task<bool> ReadAsync(Uri feed, AdvisoryTable table, CancellationToken cancellationToken)
    {
        var index = await GetAsync(feed, feed, LargestIndex, cancellationToken).ConfigureAwait(false);
        if (Parsed(feed, () => VulnerabilityPage.ResourceIn(index)) is not { } resource) return false;

        var list = await GetAsync(feed, AddressOf(feed, resource), LargestIndex, cancellationToken).ConfigureAwait(false);
        var entries = Parsed(feed, () => VulnerabilityPage.Index(list));
        if (entries.Count is 0 or > MostPages)
        {
            throw new AdvisoryException(feed, $"its index of vulnerabilities lists {entries.Count} pages instead of 1 to {MostPages}");
        }

        List<Advisory> rows = [];
        foreach (var entry in entries)
        {
            var page = await PageAsync(feed, entry, cancellationToken).ConfigureAwait(false);
            _ = Parsed(feed, () =>
            {
                VulnerabilityPage.Read(page, rows.Add);
                return page;
            });
        }

        // Nothing of a feed counts before all of it was read.
        foreach (var row in rows) table.Add(row);
        table.Whole.Add(Advisory.NuGet);
        table.Sources.Add(new AdvisorySource(
            AdvisorySource.NameOf(feed), entries.Select(static entry => DayOf(entry.Updated)).Max(StringComparer.Ordinal) ?? ""));
        return true;
    }

    public void Dispose() => _transport.Dispose();

    private static string DayOf(string updated) => updated.Length >= 10 ? updated[..10] : "";

    private async Task<byte[]> PageAsync(Uri feed, VulnerabilityPage.Entry entry, CancellationToken cancellationToken)
    {
        var address = AddressOf(feed, entry.Address);
        var key = $"{address.AbsoluteUri}|{entry.Updated}";
        if (entry.Updated.Length > 0 && cache?.Find(key) is { } kept) return kept;
        var page = await GetAsync(feed, address, LargestPage, cancellationToken).ConfigureAwait(false);
        if (entry.Updated.Length > 0) cache?.Add(key, page);
        return page;
    }

    private static Uri AddressOf(Uri feed, string text) =>
        Uri.TryCreate(feed, text, out var address) && address.Scheme is "https" or "http" && address.UserInfo.Length == 0
            ? address
            : throw new AdvisoryException(feed, $"it names the page '{text}', which is not an address of the web");

    private async Task<byte[]> GetAsync(Uri feed, Uri address, int limit, CancellationToken cancellationToken)
    {
        if (address.Scheme == Uri.UriSchemeHttp && !options.InsecureHosts.AllowPlainHttp(address))
        {
            throw new AdvisoryException(feed, $"{address.Authority} would be asked without TLS");
        }

        // A feed on the web that names a page in a private network cannot reach it itself.
        if (address.Authority != feed.Authority
            && await options.PrivateNetwork.HasAsync(address, cancellationToken).ConfigureAwait(false)
            && !await options.PrivateNetwork.HasAsync(feed, cancellationToken).ConfigureAwait(false))
        {
            throw new AdvisoryException(feed, $"it names a page in a private network, at {address.Authority}");
        }

        RegistryResponse answer;
        try
        {
            answer = await _transport.SendAsync(
                address.Authority, new RegistryRequest(HttpMethod.Get, address, limit) { AcceptsGzip = true }, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (RegistryException exception)
        {
            throw new AdvisoryException(feed, exception.Problem.Message);
        }

        Downloaded += answer.Body.Length;
        return answer.Status switch
        {
            HttpStatusCode.OK => answer.Body,
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => throw new AdvisoryException(
                feed, $"{address.Authority} requires a login (status {(int)answer.Status})"),
            _ => throw new AdvisoryException(
                feed, $"{address.Authority} answered {(int)answer.Status} to {RegistryProblem.Describe(HttpMethod.Get, address)}"),
        };
    }

    private static T Parsed<T>(Uri feed, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FormatProblemException exception)
        {
            throw new AdvisoryException(feed, exception.Problem.Message);
        }
    }
}
