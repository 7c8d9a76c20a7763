using System.Globalization;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Feeds;
using ContainerGuard.Files;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks about known vulnerabilities: the packages of the project, and the sources of data.</summary>
public abstract class AdvisoryTask : RuleTask
{
    private protected AdvisoryTask()
    {
    }

    /// <summary>The SDK's <c>ProjectAssetsFile</c>, which restore writes.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary>The SDK's <c>RuntimeIdentifier</c>; empty for none.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>The SDK's <c>ResolvedRuntimePack</c> items of an application that contains its runtime.</summary>
    public ITaskItem[] RuntimePacks { get; set; } = [];

    /// <summary><c>ContainerGuardAdvisorySource</c> items: feeds with vulnerability data instead of the project's own.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary><c>ContainerGuardCacheFolder</c>; empty for the user's cache folder, <c>none</c> to keep nothing.</summary>
    public string CacheFolder { get; set; } = "";

    /// <summary><c>ContainerGuardOffline</c>.</summary>
    public bool Offline { get; set; }

    /// <summary><c>ContainerGuardInsecureRegistry</c> items.</summary>
    public ITaskItem[] InsecureRegistries { get; set; } = [];

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

    /// <summary>Reads the vulnerability data of the feeds. A feed that cannot be read, or has no data, is reported.</summary>
    /// <param name="graph">The project's packages.</param>
    /// <param name="maximumAge">The number of days after which data is reported; 0 for never.</param>
    private protected AdvisoryTable Fetch(PackageGraph graph, int maximumAge)
    {
        var table = new AdvisoryTable();
        var named = Sources.Select(static item => item.ItemSpec.Trim()).ToList();
        List<Uri> feeds = named.Count == 0 ? [.. graph.Feeds] : [];
        foreach (var name in named)
        {
            if (Uri.TryCreate(name, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                feeds.Add(address);
            }
            else
            {
                Report(
                    GuardCodes.InvalidValue, ProjectFile,
                    $"ContainerGuardAdvisorySource '{SecretText.Mask(name)}' is not the address of a NuGet feed. "
                        + "Write an address such as https://feed.example.com/v3/index.json.");
            }
        }

        var folder = CacheFolderOf(CacheFolder);
        var cache = folder is null ? null : ConfigCache.Open(folder, "advisories-1");
        var options = RegistryItems.Options(
            InsecureRegistries, [], [], note => Log.LogMessage(MessageImportance.Low, "ContainerGuard: {0}", note), static _ => true);
        using var client = new NuGetFeed(options with { Clock = Clock }, cache);
        foreach (var feed in feeds) Fetch(client, feed, table);
        if (feeds.Count == 0) Say("No NuGet feed on the network is known: add one as ContainerGuardAdvisorySource.");
        cache?.Trim();
        foreach (var source in table.Sources.Where(source => IsOld(source, maximumAge)))
        {
            Report(
                ScanCodes.DataTooOld, ProjectFile,
                $"The vulnerability data of {source.Name} is of {source.Updated}, and ContainerGuardAdvisoryMaxAge is {maximumAge} days. "
                    + "Use a feed with newer data.");
        }

        return table;
    }

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
            Report(
                ScanCodes.DataUnreadable, ProjectFile,
                $"The vulnerability data of {exception.Address} cannot be read: {exception.Message}. "
                    + "Correct the feed, or name another one as ContainerGuardAdvisorySource.");
        }
    }

    private static bool IsOld(AdvisorySource source, int maximumAge) =>
        maximumAge > 0
        && DateOnly.TryParseExact(source.Updated, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.AddDays(maximumAge) < Today;
}
