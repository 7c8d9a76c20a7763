using ContainerGuard.Advisories.Downloads;
using ContainerGuard.Formats;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Registry;

namespace ContainerGuard.Advisories.Feeds;

/// <summary>
/// Reads the vulnerability data of a NuGet feed. A page is downloaded only if its index says that it changed since it was kept.
/// </summary>
/// <param name="options">The settings of connections.</param>
/// <param name="cache">The pages that were read before; null to keep none.</param>
internal sealed class NuGetFeed(RegistryOptions options, DocumentCache? cache) : IDisposable
{
    private const int LargestIndex = 1 << 20;
    private const int LargestPage = 32 << 20;
    private const int MostPages = 16;

    private readonly AdvisoryDownload _download = new(options);

    /// <summary>The number of bytes that were read, unpacked.</summary>
    public long Downloaded => _download.Downloaded;

    /// <summary>Adds all rows of a feed to a table.</summary>
    /// <param name="feed">The address of the service index.</param>
    /// <param name="table">Receives the rows and the source.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>False if the feed has no vulnerability data.</returns>
    /// <exception cref="AdvisoryException">The data cannot be read.</exception>
    public async Task<bool> ReadAsync(Uri feed, AdvisoryTable table, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAllAsync(feed, table, cancellationToken).ConfigureAwait(false);
        }
        catch (AdvisoryException exception)
        {
            throw exception.Masked(_download.Redact);
        }
    }

    public void Dispose() => _download.Dispose();

    private async Task<bool> ReadAllAsync(Uri feed, AdvisoryTable table, CancellationToken cancellationToken)
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
            : throw new AdvisoryException(feed, $"it names the page '{text}', which is not a web address");

    private Task<byte[]> GetAsync(Uri feed, Uri address, int limit, CancellationToken cancellationToken) =>
        _download.GetAsync(feed, address, limit, cancellationToken);

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
