using System.Xml;
using ContainerGuard.Advisories.Vendors;
using ContainerGuard.Archives;
using ContainerGuard.Formats;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>
/// Reads the one document of a vendor: the JSON of Debian's tracker, an OVAL file of Azure Linux, the catalogue of CISA, or the scores of
/// EPSS; again only if it changed.
/// </summary>
internal sealed class VendorFile(AdvisoryDownload download, IndexFolder? folder, TimeProvider clock)
{
    public static readonly Uri DebianTracker = new("https://security-tracker.debian.org/tracker/data/json");

    /// <summary>The folder with a file for each release: <c>azurelinux-3.0-oval.xml</c>.</summary>
    public static readonly Uri AzureLinux = new("https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main/");

    public static readonly Uri Kev = new("https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json");

    /// <summary>The scores of today, to whose file it redirects.</summary>
    public static readonly Uri Epss = new("https://epss.empiricalsecurity.com/epss_scores-current.csv.gz");

    private const long LargestDocument = 256L << 20;

    /// <summary>Reads the rows of releases of Debian.</summary>
    /// <exception cref="AdvisoryException">The data cannot be read, and no earlier state is known.</exception>
    public Task<KeptIndexes?> ReadDebianAsync(
        Uri address, IReadOnlyCollection<string> ecosystems, Action<AdvisoryException> problem, CancellationToken cancellationToken) =>
        ReadAsync(address, address, ecosystems, problem, (content, add) =>
        {
            Vendors.DebianTracker.Read(Whole(content), add);
            return "";
        }, cancellationToken);

    /// <summary>Reads the vulnerabilities that are known to be exploited.</summary>
    /// <exception cref="AdvisoryException">The data cannot be read, and no earlier state is known.</exception>
    public Task<KeptIndexes?> ReadKevAsync(Uri address, Action<AdvisoryException> problem, CancellationToken cancellationToken) =>
        ReadAsync(
            address, address, [VulnerabilityRatings.Kev], problem, static (content, add) => KevCatalog.Read(Whole(content), add),
            cancellationToken);

    /// <summary>Reads the scores of EPSS.</summary>
    /// <exception cref="AdvisoryException">The data cannot be read, and no earlier state is known.</exception>
    public Task<KeptIndexes?> ReadEpssAsync(Uri address, Action<AdvisoryException> problem, CancellationToken cancellationToken) =>
        ReadAsync(address, address, [VulnerabilityRatings.Epss], problem, EpssScores.Read, cancellationToken);

    /// <summary>Reads the rows of a release of Azure Linux.</summary>
    /// <exception cref="AdvisoryException">The data cannot be read, and no earlier state is known.</exception>
    public Task<KeptIndexes?> ReadAzureLinuxAsync(
        Uri root, string ecosystem, Action<AdvisoryException> problem, CancellationToken cancellationToken)
    {
        var release = ecosystem[(ecosystem.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var name = release == "2" ? "cbl-mariner-2.0-oval.xml" : $"azurelinux-{Uri.EscapeDataString(release)}.0-oval.xml";
        return ReadAsync(
            root, AdvisoryDownload.Below(root, name), [ecosystem], problem, (content, add) =>
            {
                AzureLinuxOval.Read(content, release, add);
                return "";
            },
            cancellationToken);
    }

    private async Task<KeptIndexes?> ReadAsync(
        Uri source, Uri address, IReadOnlyCollection<string> ecosystems, Action<AdvisoryException> problem,
        Func<Stream, Action<Advisory>, string> parse, CancellationToken cancellationToken)
    {
        using var turn = folder is null ? null : await folder.TakeTurnAsync(address.AbsoluteUri, cancellationToken).ConfigureAwait(false);
        var kept = folder?.Find(address.AbsoluteUri);
        if (kept?.Has(ecosystems) == false) kept = null;
        try
        {
            using var document = await download.OpenAsync(source, address, kept?.State ?? "", cancellationToken).ConfigureAwait(false);
            if (document.IsMissing) return null;
            if (document.Content is null) return kept;
            var current = Parse(source, document, ecosystems, parse, cancellationToken);
            folder?.Keep(address.AbsoluteUri, current);
            return current;
        }
        catch (AdvisoryException exception) when (kept is not null)
        {
            problem(exception);
            return kept;
        }
    }

    private static ReadOnlySpan<byte> Whole(Stream content)
    {
        using var bytes = new MemoryStream((int)content.Length);
        content.CopyTo(bytes);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
    }

    private KeptIndexes Parse(
        Uri source, OpenDocument document, IReadOnlyCollection<string> ecosystems, Func<Stream, Action<Advisory>, string> parse,
        CancellationToken cancellationToken)
    {
        var stated = "";
        using var file = TemporaryCopy.Of(document.Content!, LargestDocument, source, cancellationToken);
        var rows = ecosystems.ToDictionary(static name => name, static _ => new List<Advisory>(), StringComparer.Ordinal);
        try
        {
            stated = parse(file, row =>
            {
                if (rows.TryGetValue(row.Ecosystem, out var list)) list.Add(row);
            });
        }
        catch (FormatProblemException exception)
        {
            throw new AdvisoryException(source, exception.Problem.Message);
        }
        catch (ArchiveException exception)
        {
            throw new AdvisoryException(source, exception.Message);
        }
        catch (XmlException)
        {
            throw new AdvisoryException(source, "it is not a complete XML document");
        }

        var now = clock.GetUtcNow();
        var latest = ModifiedList.ParseTime(stated) is { } time && time < now ? time : now;
        return new KeptIndexes { State = document.State, FullRead = now, Latest = latest, Indexes = KeptIndexes.Of(rows) };
    }
}
