using System.Xml;
using ContainerGuard.Advisories.Vendors;
using ContainerGuard.Formats;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>
/// Reads the one document of a vendor: the JSON of Debian's tracker, or an OVAL file of Azure Linux; again only if it changed.
/// </summary>
internal sealed class VendorFile(AdvisoryDownload download, IndexFolder? folder, TimeProvider clock)
{
    public static readonly Uri DebianTracker = new("https://security-tracker.debian.org/tracker/data/json");

    /// <summary>The folder with a file for each release: <c>azurelinux-3.0-oval.xml</c>.</summary>
    public static readonly Uri AzureLinux = new("https://raw.githubusercontent.com/microsoft/AzureLinuxVulnerabilityData/main/");

    private const long LargestDocument = 256L << 20;

    /// <summary>Reads the rows of releases of Debian.</summary>
    /// <exception cref="AdvisoryException">The data cannot be read, and no earlier state is known.</exception>
    public Task<KeptIndexes?> ReadDebianAsync(
        Uri address, IReadOnlyCollection<string> ecosystems, Action<AdvisoryException> problem, CancellationToken cancellationToken) =>
        ReadAsync(address, address, ecosystems, problem, (content, add) =>
        {
            using var bytes = new MemoryStream((int)content.Length);
            content.CopyTo(bytes);
            Vendors.DebianTracker.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), add);
        }, cancellationToken);

    /// <summary>Reads the rows of a release of Azure Linux.</summary>
    /// <exception cref="AdvisoryException">The data cannot be read, and no earlier state is known.</exception>
    public Task<KeptIndexes?> ReadAzureLinuxAsync(
        Uri root, string ecosystem, Action<AdvisoryException> problem, CancellationToken cancellationToken)
    {
        var release = ecosystem[(ecosystem.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var name = release == "2" ? "cbl-mariner-2.0-oval.xml" : $"azurelinux-{Uri.EscapeDataString(release)}.0-oval.xml";
        return ReadAsync(
            root, AdvisoryDownload.Below(root, name), [ecosystem], problem, (content, add) => AzureLinuxOval.Read(content, release, add),
            cancellationToken);
    }

    private async Task<KeptIndexes?> ReadAsync(
        Uri source, Uri address, IReadOnlyCollection<string> ecosystems, Action<AdvisoryException> problem,
        Action<Stream, Action<Advisory>> parse, CancellationToken cancellationToken)
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

    private KeptIndexes Parse(
        Uri source, OpenDocument document, IReadOnlyCollection<string> ecosystems, Action<Stream, Action<Advisory>> parse,
        CancellationToken cancellationToken)
    {
        using var file = TemporaryCopy.Of(document.Content!, LargestDocument, source, cancellationToken);
        var rows = ecosystems.ToDictionary(static name => name, static _ => new List<Advisory>(), StringComparer.Ordinal);
        try
        {
            parse(file, row =>
            {
                if (rows.TryGetValue(row.Ecosystem, out var list)) list.Add(row);
            });
        }
        catch (FormatProblemException exception)
        {
            throw new AdvisoryException(source, exception.Problem.Message);
        }
        catch (XmlException)
        {
            throw new AdvisoryException(source, "it is not a complete XML document");
        }

        var now = clock.GetUtcNow();
        return new KeptIndexes { State = document.State, FullRead = now, Latest = now, Indexes = KeptIndexes.Of(rows) };
    }
}
