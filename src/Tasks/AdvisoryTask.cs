using System.Globalization;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Downloads;
using ContainerGuard.Advisories.Feeds;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks about known vulnerabilities: the packages of the project, and the sources of data.</summary>
public abstract class AdvisoryTask : RuleTask
{
    private bool _isCredentialReported;

    private protected AdvisoryTask()
    {
    }

    /// <summary>The SDK's <c>ProjectAssetsFile</c>, which restore writes.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>The SDK's <c>RuntimeIdentifier</c>; empty for none.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The SDK's <c>ResolvedRuntimePack</c> items of an application that contains its runtime.</summary>
    public ITaskItem[] RuntimePacks { get; set; } = [];

    /// <summary><c>ContainerGuardAdvisorySource</c> items, with <c>Type</c>: the sources of data instead of the default ones.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary><c>ContainerGuardCacheFolder</c>; empty for the user's cache folder, <c>none</c> to keep nothing.</summary>
    public string CacheFolder { get; set; } = "";

    /// <summary><c>ContainerGuardOffline</c>.</summary>
    public bool Offline { get; set; }

    /// <summary><c>ContainerGuardInsecureRegistry</c> items.</summary>
    public ITaskItem[] InsecureRegistries { get; set; } = [];

    /// <summary><c>ContainerGuardTrustedRealm</c> items.</summary>
    public ITaskItem[] TrustedRealms { get; set; } = [];

    /// <summary><c>ContainerGuardCredential</c> items.</summary>
    public ITaskItem[] Credentials { get; set; } = [];

    /// <summary>Whether a feed could not be read, so that its rows are missing.</summary>
    private protected bool HasUnreadFeeds { get; private set; }

    /// <summary>The runtimes that the application contains.</summary>
    private protected IReadOnlyList<InstalledRuntime> RuntimesInApp =>
        [.. RuntimePacks.Select(static item =>
            InstalledRuntime.OfPack(item.GetMetadata("NuGetPackageId"), item.GetMetadata("NuGetPackageVersion")))
            .OfType<InstalledRuntime>().DistinctBy(static runtime => runtime.Pack)];

    /// <summary>The packages of the project; null if it is not restored, or has several target frameworks.</summary>
    private protected PackageGraph? ReadGraph()
    {
        if (AssetsFile.Length == 0) return null;
        var content = TextFile.Read(FullPath(AssetsFile), "file of restored packages").Bytes;
        return content is null ? null : PackageGraphReader.Read(content, TargetFramework ?? "", RuntimeIdentifier);
    }

    /// <summary>Reads the vulnerability data of the sources. A source that cannot be read, or has no data, is reported.</summary>
    /// <param name="graph">The project's packages; null if no NuGet package is to be looked up.</param>
    /// <param name="ecosystems">The ecosystems of the packages of images, with their releases: <c>Debian:13</c>, <c>npm</c>.</param>
    /// <param name="maximumAge">The number of days after which data is reported; 0 for never.</param>
    private protected AdvisoryTable Fetch(PackageGraph? graph, IReadOnlyCollection<string> ecosystems, int maximumAge)
    {
        var table = new AdvisoryTable();
        var (sources, ratings) = ReadSources();
        var folder = CacheFolderOf(CacheFolder);
        if (CredentialsOrReport() is not { } credentials) return table;

        // The SDK's variables are for registries, and would be sent to any source that refuses a request.
        var options = RegistryItems.Options(InsecureRegistries, [], credentials, LogDetail, static _ => false) with { Clock = Clock };
        FetchFeeds(sources, graph, options, folder, table);

        // The feeds have the data of NuGet, unless the project names other sources only.
        var hasFeeds = sources.Any(static source => source.Kind == DataSourceKind.NuGet);
        List<string> wanted = [.. ecosystems.Where(name => name != Advisory.NuGet || !hasFeeds).Distinct(StringComparer.Ordinal)];
        if (graph is not null && !hasFeeds && !wanted.Contains(Advisory.NuGet)) wanted.Add(Advisory.NuGet);
        if (wanted.Count > 0)
        {
            using var reader = ReaderOf(options, credentials, folder);
            foreach (var source in sources.Where(static source => source.Kind != DataSourceKind.NuGet))
            {
                reader.ReadAsync(source, wanted, table, Cancellation).GetAwaiter().GetResult();
            }

            LogDetail($"{reader.Downloaded} bytes of vulnerability data were read");
        }

        if (ratings.Count > 0) table.Ratings = new VulnerabilityRatings(ReadRatings, [.. ratings.Select(static one => one.Index)]);
        foreach (var source in table.Sources.Where(source => IsOld(source, maximumAge)))
        {
            Report(
                ScanCodes.DataTooOld, ProjectFile,
                $"The vulnerability data of {source.Name} dates from {source.Updated}, and ContainerGuardAdvisoryMaxAge is {maximumAge} "
                    + "days. Use a feed with newer data.");
        }

        return table;

        AdvisoryTable ReadRatings()
        {
            var read = new AdvisoryTable();
            using var reader = ReaderOf(options, credentials, folder);
            foreach (var source in ratings) reader.ReadAsync(source, [], read, Cancellation).GetAwaiter().GetResult();
            LogDetail($"{reader.Downloaded} bytes of ratings of vulnerabilities were read");
            return read;
        }
    }

    private SourceReader ReaderOf(RegistryOptions options, IReadOnlyList<NamedCredential> credentials, string? folder) =>
        new(options, folder is null ? null : IndexFolder.Open(folder), Clock, exception => ReportUnread(exception, "source"))
        {
            // The project itself names the registry of an artifact.
            Registries = RegistryItems.Options(InsecureRegistries, TrustedRealms, credentials, LogDetail, static _ => true) with
            {
                Clock = Clock,
            },
            Mirrors = MirrorItems.TryRead(Mirrors, out var mirrors, out _) ? mirrors : ImageMirrors.None,
        };

    /// <summary>The credentials of the project; null after an error in an item, which is reported once.</summary>
    private protected IReadOnlyList<NamedCredential>? CredentialsOrReport()
    {
        if (CredentialItems.TryRead(Credentials, out var credentials, out var reason)) return credentials;
        if (!_isCredentialReported) Report(GuardCodes.InvalidValue, ProjectFile, reason);
        _isCredentialReported = true;
        return null;
    }

    /// <summary>
    /// The sources that the project names, else the default ones: those of rows, and those that rate vulnerabilities. An item that is not a
    /// source is reported.
    /// </summary>
    private (IReadOnlyList<DataSource> Rows, IReadOnlyList<DataSource> Ratings) ReadSources()
    {
        List<DataSource> rows = [], ratings = [];
        var isDefault = true;
        foreach (var item in Sources)
        {
            var name = item.ItemSpec.Trim();
            var source = DataSource.Parse(name, item.GetMetadata("Type").Trim().ToLowerInvariant(), FullPath);
            isDefault &= source is { IsRating: true };
            if (source is not null)
            {
                (source.IsRating ? ratings : rows).Add(source);
                continue;
            }

            Report(
                GuardCodes.InvalidValue, DefiningFile(item),
                $"ContainerGuardAdvisorySource '{SecretText.Mask(name)}' is not a source. Write nuget, osv, debian, azurelinux, kev, epss, "
                    + "a folder, an artifact such as oci://registry.example.com/advisories:latest, or an address with its Type.");
        }

        // Only what a project names is asked. Ratings alone add to the default sources.
        if (isDefault && !ratings.Exists(static one => one.Kind == DataSourceKind.Kev)) ratings.Add(DataSource.DefaultRating);
        return (isDefault ? DataSource.Default : rows, ratings);
    }

    private void FetchFeeds(
        IReadOnlyList<DataSource> sources, PackageGraph? graph, RegistryOptions options, string? folder, AdvisoryTable table)
    {
        if (graph is null) return;
        List<Uri> feeds =
        [
            .. sources.Where(static source => source.Kind == DataSourceKind.NuGet)
                .SelectMany(source => source.Address is { } named ? [named] : graph.Feeds).Distinct(),
        ];
        var cache = folder is null ? null : DocumentCache.Open(folder, "advisories-1");
        using var client = new NuGetFeed(options, cache);
        foreach (var feed in feeds) Fetch(client, feed, table);
        if (feeds.Count == 0 && sources.Any(static source => source.Kind == DataSourceKind.NuGet))
        {
            Say("The project has no NuGet feed on the network. Add a feed as ContainerGuardAdvisorySource.");
        }

        cache?.Trim();
    }

    private void ReportUnread(AdvisoryException exception, string noun) => Report(
        ScanCodes.DataUnreadable, ProjectFile,
        $"The vulnerability data of {exception.Address} {(exception.IsPartial ? "is incomplete" : "cannot be read")}: {exception.Message}. "
            + (exception.Remedy ?? $"Correct the {noun}, or use another ContainerGuardAdvisorySource."));

    private void Fetch(NuGetFeed client, Uri feed, AdvisoryTable table)
    {
        try
        {
            if (!client.ReadAsync(feed, table, Cancellation).GetAwaiter().GetResult())
            {
                Say($"{AdvisorySource.NameOf(feed)} has no vulnerability data. Add a feed that has it as ContainerGuardAdvisorySource.");
            }
        }
        catch (AdvisoryException exception)
        {
            HasUnreadFeeds = true;
            ReportUnread(exception, "feed");
        }
    }

    private static bool IsOld(AdvisorySource source, int maximumAge) =>
        maximumAge > 0
        && DateOnly.TryParseExact(source.Updated, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.AddDays(maximumAge) < Today;
}
