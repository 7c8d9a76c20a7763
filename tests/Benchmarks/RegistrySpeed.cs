using System.Diagnostics;
using System.Globalization;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// How long it takes to find the digests of 20 images, all of other repositories and not in the lock file, in one publish and by 20 calls of
/// <c>skopeo inspect</c>, turn and turn about: from a registry on this machine, and from one that is 20 ms or 100 ms away.
/// </summary>
internal static class RegistrySpeed
{
    private const int Images = 20;
    private const int Rounds = 7;
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Far = TimeSpan.FromMilliseconds(100);

    public static async Task Run()
    {
        await using var registry = await RegistryServer.StartAsync();
        for (var i = 0; i < Images; i++)
        {
            var image = TestImage.CreateIndex(docker: false, TestImage.Create(salt: $"{i}"), TestImage.Create("linux/arm64", salt: $"{i}"));
            await registry.PushAsync($"team/app{i}", "1", image);
        }

        await using var near = new DistantServer(registry.Authority, Near);
        await using var far = new DistantServer(registry.Authority, Far);
        await Compare("On this machine", registry.Authority, Rounds);
        await Compare($"{Near.TotalMilliseconds} ms away", near.Authority, Rounds / 2);
        await Compare($"{Far.TotalMilliseconds} ms away", far.Authority, Rounds / 2);

        var one = await Median(Rounds, () => Pin(far.Authority, 1));
        var before = await CountRequests(registry);
        var all = await Pin(far.Authority, Images);
        Console.WriteLine(Text(
            $"{Far.TotalMilliseconds} ms away, in round trips: one reference {one / Far:F1}, {Images} references {all / Far:F1}, for {await CountRequests(registry) - before} requests"));
    }

    /// <summary>What a build pays, whose process has never talked to a registry before: one line with the time, for who started this.</summary>
    public static async Task RunOnce(string authority) => Console.WriteLine(Text($"{(await Pin(authority, Images)).TotalMilliseconds:F1}"));

    private static async Task Compare(string where, string authority, int rounds)
    {
        await Pin(authority, Images);
        var (ours, first, theirs) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            theirs.Add(await Skopeo(authority));
            ours.Add(await Pin(authority, Images));
            first.Add(await PinInNewProcess(authority));
        }

        var (skopeo, warm, cold) = (Median(theirs), Median(ours), Median(first));
        Console.WriteLine(Text(
            $"{where}, median of {rounds}: {Images} calls of skopeo {skopeo.TotalMilliseconds:F0} ms; one run {warm.TotalMilliseconds:F0} ms, {skopeo / warm:F1} times less; the first of a process {cold.TotalMilliseconds:F0} ms, {skopeo / cold:F1} times less"));
    }

    private static async Task<TimeSpan> Pin(string authority, int count)
    {
        var folder = Directory.CreateTempSubdirectory("containerguard-registry-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            using var pinner = new Pinner(new PinningOptions { LockFile = Path.Combine(folder, "containerguard.lock.json"), TemporaryFolder = folder }, new ResolutionCache());
            var pinned = await pinner.PinAsync(Enumerable.Range(0, count).Select(i => ImageReference.Parse(Reference(authority, i))), CancellationToken.None);
            watch.Stop();
            return pinned.LockFile.Images.Count == count ? watch.Elapsed : throw new InvalidOperationException(string.Join('\n', pinned.Failures.Select(static failure => failure.Message)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> PinInNewProcess(string authority)
    {
        using var process = OwnProcess.Start("registry-once", authority);
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return TimeSpan.FromMilliseconds(double.Parse(printed, CultureInfo.InvariantCulture));
    }

    private static async Task<TimeSpan> Skopeo(string authority)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Images; i++)
        {
            string[] arguments = ["inspect", "--no-tags", "--tls-verify=false", "--format={{.Digest}}", $"docker://{Reference(authority, i)}"];
            using var process = Process.Start(new ProcessStartInfo("skopeo", arguments) { RedirectStandardOutput = true })!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"skopeo {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
        }

        return watch.Elapsed;
    }

    private static async Task<int> CountRequests(RegistryServer registry)
    {
        // A line of the access log may come after the answer.
        await Task.Delay(Far * 3);
        return registry.Requests.Count;
    }

    private static string Reference(string authority, int number) => $"{authority}/team/app{number}:1";

    private static async Task<TimeSpan> Median(int rounds, Func<Task<TimeSpan>> measure)
    {
        var times = new List<TimeSpan>();
        for (var round = 0; round < rounds; round++) times.Add(await measure());
        return Median(times);
    }

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
