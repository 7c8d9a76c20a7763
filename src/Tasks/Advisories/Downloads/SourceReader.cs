using System.Globalization;
using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>Reads the data of the packages of systems and languages, for the ecosystems that an image has.</summary>
/// <param name="options">The settings of connections.</param>
/// <param name="folder">What is kept on this machine; null to keep nothing.</param>
/// <param name="clock">The time of today.</param>
/// <param name="report">Receives each source that cannot be read, or only in part.</param>
internal sealed class SourceReader(
    RegistryOptions options, IndexFolder? folder, TimeProvider clock, Action<AdvisoryException> report) : IDisposable
{
    private readonly AdvisoryDownload _download = new(options);
    private RegistryClient? _registries;
    private long _ofRegistries;

    /// <summary>The settings of connections to registries, for artifacts; by default those of the other sources.</summary>
    public RegistryOptions Registries { get; init; } = options;

    /// <summary>The mirrors of registries.</summary>
    public ImageMirrors Mirrors { get; init; } = ImageMirrors.None;

    /// <summary>The number of bytes that were read.</summary>
    public long Downloaded => _download.Downloaded + _ofRegistries;

    /// <summary>Adds the rows of a source to a table. A failure is reported, and leaves its ecosystems unknown.</summary>
    /// <param name="source">The source, other than a NuGet feed.</param>
    /// <param name="ecosystems">The ecosystems with their releases: <c>Debian:13</c>, <c>npm</c>.</param>
    /// <param name="table">Receives the rows.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task ReadAsync(
        DataSource source, IReadOnlyCollection<string> ecosystems, AdvisoryTable table, CancellationToken cancellationToken)
    {
        var address = source.Address!;
        Action<AdvisoryException> problem = exception => report(exception.Masked(_download.Redact));
        try
        {
            switch (source.Kind)
            {
                case DataSourceKind.Osv:
                    var bucket = new OsvBucket(address, _download, folder, clock);
                    foreach (var group in ecosystems.GroupBy(static name => name.Split(':')[0], StringComparer.Ordinal))
                    {
                        List<string> wanted = [.. group];
                        await AddAsync(bucket.ReadAsync(group.Key, wanted, problem, cancellationToken), wanted).ConfigureAwait(false);
                    }

                    break;
                case DataSourceKind.Debian:
                    var releases = ecosystems.Where(static name => name.StartsWith("Debian:", StringComparison.Ordinal)).ToList();
                    if (releases.Count == 0) break;
                    await AddAsync(
                        new VendorFile(_download, folder, clock).ReadDebianAsync(address, releases, problem, cancellationToken), releases)
                        .ConfigureAwait(false);
                    break;
                case DataSourceKind.AzureLinux:
                    foreach (var release in ecosystems.Where(static name => name.StartsWith("Azure Linux:", StringComparison.Ordinal)))
                    {
                        await AddAsync(
                            new VendorFile(_download, folder, clock).ReadAzureLinuxAsync(address, release, problem, cancellationToken),
                            [release]).ConfigureAwait(false);
                    }

                    break;
                case DataSourceKind.Kev:
                    await AddAsync(
                        new VendorFile(_download, folder, clock).ReadKevAsync(address, problem, cancellationToken),
                        [VulnerabilityRatings.Kev]).ConfigureAwait(false);
                    break;
                case DataSourceKind.Epss:
                    await AddAsync(
                        new VendorFile(_download, folder, clock).ReadEpssAsync(address, problem, cancellationToken),
                        [VulnerabilityRatings.Epss]).ConfigureAwait(false);
                    break;
                case DataSourceKind.Oci:
                    var artifact = new OciArtifact(_registries ??= new RegistryClient(Registries), Mirrors, folder, clock);
                    await AddAsync(
                        artifact.ReadAsync(address, ecosystems, problem, read => _ofRegistries += read, cancellationToken)!, ecosystems)
                        .ConfigureAwait(false);
                    break;
                case DataSourceKind.Folder:
                    Name(OsvFolder.Read(address.LocalPath, ecosystems, table, clock.GetUtcNow(), problem, cancellationToken));
                    break;
            }
        }
        catch (AdvisoryException exception)
        {
            problem(exception);
        }

        async Task AddAsync(Task<KeptIndexes?> reading, IEnumerable<string> wanted)
        {
            if (await reading.ConfigureAwait(false) is not { } read) return;
            read.AddTo(table, wanted);
            Name(read.Latest);
        }

        void Name(DateTimeOffset latest)
        {
            var name = AdvisorySource.NameOf(address);
            var day = latest == default ? "" : latest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var known = table.Sources.FindIndex(one => one.Name == name);
            if (known < 0) table.Sources.Add(new AdvisorySource(name, day));
            else if (string.CompareOrdinal(table.Sources[known].Updated, day) < 0) table.Sources[known] = new AdvisorySource(name, day);
        }
    }

    public void Dispose()
    {
        _download.Dispose();
        _registries?.Dispose();
    }
}
