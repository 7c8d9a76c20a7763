using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Advisories;
using ContainerGuard.Tests.Unit.Tasks;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// What a scan costs: the bytes that <c>ContainerGuardUpdateAdvisories</c> downloads for a .NET image the first time, without a change, and
/// a day later; the size of the index of an ecosystem; and the time of the scan of a publish whose layers are known, and again where
/// nothing has changed. Servers are on loopback.
/// </summary>
internal static class ScanSpeed
{
    private const int Packages = 500;
    private const int Runs = 5;

    /// <param name="folder">A folder with <c>nuget-vulnerability-info</c> and <c>osv/almalinux.jsonl.gz</c>.</param>
    public static async Task Run(string folder)
    {
        using var workspace = new TemporaryDirectory("scan");
        using var feed = new CountingFeed(Path.Combine(folder, "nuget-vulnerability-info"));
        using var bucket = Bucket(Path.Combine(folder, "osv", "almalinux.jsonl.gz"));
        await using var registry = await RegistryServer.StartAsync();
        var image = BaseImage();
        await registry.PushAsync("base", "1", image);
        var reference = $"{registry.Authority}/base:1";
        Prepare(workspace, feed.Address, reference, image.Digest);

        var update = Of<UpdateAdvisories>(workspace.Path);
        update.Dockerfiles = [];
        Write("a .NET image, the first time", () => update.Execute(), feed, bucket);
        Write("the same without a change", () => Fresh(update).Execute(), feed, bucket);
        feed.NextDay();
        Write("the same a day later", () => Fresh(update).Execute(), feed, bucket);

        var all = Of<UpdateAdvisories>(workspace.Path);
        all.Sources = [new TaskItem(feed.Address), Osv(bucket)];
        Write("AlmaLinux, the first time", () => all.Execute(), feed, bucket);
        Write("the same without a change", () => Fresh(all).Execute(), feed, bucket);
        for (var i = 0; i < 20; i++) bucket.Vulnerable("AlmaLinux:9", $"package-{i}", $"ALSA-2026:{i}", "0.5", "2026-11-29T00:00:00Z");
        Write("the same after 20 changed records", () => Fresh(all).Execute(), feed, bucket);
        var index = new DirectoryInfo(workspace.Combine("cache", "advisory-index-1")).GetFiles().Sum(static file => file.Length);
        Console.WriteLine($"index on disk: {index} bytes");

        // A result is kept only if its files are older than the resolution of clocks of file systems.
        await Task.Delay(TimeSpan.FromSeconds(5));
        foreach (var mode in (string[])["first", "unchanged"])
        {
            for (var run = 0; run < Runs; run++)
            {
                if (mode == "first") File.Delete(workspace.Combine("obj", "container", "scan.kept"));
                using var process = OwnProcess.Start("scan-once", workspace.Path);
                Console.Write($"publish, {mode}: {await process.StandardOutput.ReadToEndAsync()}");
            }
        }
    }

    /// <summary>The scan of a publish in this process, several times.</summary>
    public static void RunOnce(string folder)
    {
        var kept = Path.Combine(folder, "obj", "container", "scan.kept");
        var isFirst = !File.Exists(kept);
        List<double> times = [];
        ScanPackages task;
        do
        {
            if (isFirst) File.Delete(kept);
            task = Of<ScanPackages>(folder);
            task.ErrorsHold = true;
            var watch = Stopwatch.StartNew();
            task.Execute();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        while (times.Count < Runs);

        var engine = (RecordingEngine)task.BuildEngine;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times[0]:F1} ms in a cold process, {times.Min():F1} ms again in it, {engine.Diagnostics.Count} findings, "
                + $"{engine.Shown[^1]}"));
    }

    private static void Write(string name, Action work, CountingFeed feed, OsvBucketServer bucket)
    {
        feed.Forget();
        bucket.Forget();
        var watch = Stopwatch.StartNew();
        work();
        Console.WriteLine($"{name}: {feed.Sent} bytes of the feed, {bucket.Sent} bytes of the bucket, {watch.ElapsedMilliseconds} ms");
    }

    private static TaskItem Osv(OsvBucketServer bucket)
    {
        var item = new TaskItem(bucket.Address);
        item.SetMetadata("Type", "osv");
        return item;
    }

    private static T Of<T>(string folder)
        where T : AdvisoryTask, new()
    {
        var task = new T
        {
            BuildEngine = new RecordingEngine(),
            Common = CommonItems.Of(Path.Combine(folder, "app.csproj")).With("KeptFolder", "obj/container"),
            AssetsFile = Path.Combine(folder, "obj", "project.assets.json"), TargetFramework = "net10.0", CacheFolder = "cache",
        };
        if (task is BaseImageTask withBase) withBase.Dockerfiles = [new TaskItem("Dockerfile")];
        return task;
    }

    private static UpdateAdvisories Fresh(UpdateAdvisories task) => new()
    {
        BuildEngine = new RecordingEngine(), Common = task.Common, AssetsFile = task.AssetsFile, TargetFramework = task.TargetFramework,
        CacheFolder = task.CacheFolder, Dockerfiles = task.Dockerfiles, Sources = task.Sources,
    };

    private static void Prepare(TemporaryDirectory workspace, string feed, string reference, string digest)
    {
        var assets = new AssetsText().Source(feed);
        for (var i = 0; i < Packages; i++) assets.Direct($"Contoso.Package{i}", "1.0.0");
        var project = workspace.Write("app.csproj", "<Project />");
        workspace.Write("obj/project.assets.json", Encoding.UTF8.GetString(assets.ToBytes(project)));
        workspace.Write("Dockerfile", $"FROM {reference}\n");
        Directory.CreateDirectory(workspace.Combine("obj", "container"));
        workspace.Write("containerguard.lock.json", $$"""{ "version": 1, "images": { "{{reference}}": { "digest": "{{digest}}" } } }""");
    }

    /// <summary>An image of AlmaLinux with many packages, in the tab-separated form that distroless images have.</summary>
    private static TestImage BaseImage()
    {
        var packages = string.Concat(Enumerable.Range(0, Packages).Select(static i =>
            $"package-{i}\t1.0-1.el9\t0\t0\tAlmaLinux\t(none)\t1\tx86_64\t0\tpackage-{i}-1.0-1.el9.src.rpm\n"));
        return TestImage.Create(history: ["ADD file:1 in /"], layers:
        [
            TestImage.Layer(
                [("etc/os-release", "ID=almalinux\nVERSION_ID=\"9.6\"\n"), ("var/lib/rpmmanifest/container-manifest-2", packages)]),
        ]);
    }

    private static OsvBucketServer Bucket(string file)
    {
        var bucket = new OsvBucketServer();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var record = JsonNode.Parse(line)!.AsObject();
            record["modified"] ??= "2026-08-20T00:00:00Z";
            bucket.Add("AlmaLinux", record);
        }

        return bucket;
    }

    /// <summary>A feed with the pages of a folder, which counts the bytes that it sends.</summary>
    private sealed class CountingFeed : IDisposable
    {
        private readonly VulnerabilityFeed _feed = new();
        private readonly string _base;
        private readonly string _update;

        public CountingFeed(string folder)
        {
            (_base, _update) = (File.ReadAllText(Path.Combine(folder, "base.json")), File.ReadAllText(Path.Combine(folder, "update.json")));
            _feed.Pages("2026-08-20", _base, "2026-08-21", _update);
        }

        public string Address => _feed.Address;

        public long Sent => _feed.Sent;

        public void Forget() => _feed.Forget();

        /// <summary>The page <c>base</c> stays, and the page <c>update</c> gets another row.</summary>
        public void NextDay()
        {
            var changed = JsonNode.Parse(_update)!.AsObject();
            changed["contoso.package1"] = JsonNode.Parse(
                """[{"severity":2,"url":"https://github.com/advisories/GHSA-2222-3333-4444","versions":"[0.1.0, 0.2.0)"}]""");
            _feed.Pages("2026-08-20", _base, "2026-08-22", changed.ToJsonString(JsonSerializerOptions.Default));
        }

        public void Dispose() => _feed.Dispose();
    }
}
