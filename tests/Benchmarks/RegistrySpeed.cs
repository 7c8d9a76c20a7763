using System.Diagnostics;
using System.Globalization;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// How long it takes to find the digests of 20 images, all of other repositories and not in the lock file, in one publish and by 20 calls
/// of <c>skopeo inspect</c>, turn and turn about: from a registry on this machine, configured as its package does, and from one that is 2
/// ms (in the same house), 20 ms or 100 ms away. The images stand on a system as .NET's do, which is too large to be looked into; what a
/// small one costs is said apart.
/// </summary>
internal static class RegistrySpeed
{
    private const int Images = 20;
    private const int Rounds = 7;
    private static readonly TimeSpan House = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Far = TimeSpan.FromMilliseconds(100);

    public static async Task Run()
    {
        await using var registry = await RegistryServer.StartAsync(new() { RemembersBlobs = true });
        for (var i = 0; i < Images; i++) await registry.PushAsync($"team/app{i}", "1", Image(Noise(6 << 20), i));
        for (var i = 0; i < Images; i++) await registry.PushAsync($"small/app{i}", "1", Image(SmallSystem(), i));

        await using var house = new DistantServer(registry.Authority, House);
        await using var near = new DistantServer(registry.Authority, Near);
        await using var far = new DistantServer(registry.Authority, Far);
        await Compare("On this machine", registry.Authority, Rounds);
        await Compare($"{House.TotalMilliseconds} ms away", house.Authority, Rounds);
        await Compare($"{Near.TotalMilliseconds} ms away", near.Authority, Rounds / 2);
        await Compare($"{Far.TotalMilliseconds} ms away", far.Authority, Rounds / 2);

        var one = await Median(Rounds, () => Pin(far.Authority, 1));
        var before = await CountRequests(registry);
        var all = await Pin(far.Authority, Images);
        Console.WriteLine(Text(
            $"{Far.TotalMilliseconds} ms away, in round trips: one reference {one / Far:F1}, ")
                + Text($"{Images} references {all / Far:F1}, for {await CountRequests(registry) - before} requests"));

        var (large, small) = (await Median(Rounds, () => Pin(registry.Authority, Images)),
            await Median(Rounds, () => Pin(registry.Authority, Images, "small")));
        Console.WriteLine(Text($"On this machine, an image on a system of 3 MB, whose layer is read: ")
            + Text($"{(small - large).TotalMilliseconds / Images:F1} ms more"));
    }

    /// <summary>
    /// What a build pays, whose process has never talked to a registry before: one line with the time, for who started this.
    /// </summary>
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
            $"{where}, median of {rounds}: {Images} calls of skopeo {skopeo.TotalMilliseconds:F0} ms; ")
                + Text($"one run {warm.TotalMilliseconds:F0} ms, {skopeo / warm:F1} times less; ")
                + Text($"the first of a process {cold.TotalMilliseconds:F0} ms, {skopeo / cold:F1} times less"));
    }

    private static async Task<TimeSpan> Pin(string authority, int count, string team = "team")
    {
        var folder = Directory.CreateTempSubdirectory("containerguard-registry-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            using var pinner = new Pinner(
                new PinningOptions { LockFile = Path.Combine(folder, "containerguard.lock.json"), TemporaryFolder = folder },
                new ResolutionCache());
            var pinned = await pinner.PinAsync(
                Enumerable.Range(0, count).Select(i => ImageReference.Parse(Reference(authority, i, team))), CancellationToken.None);
            watch.Stop();
            return pinned.LockFile.Images.Count == count
                ? watch.Elapsed
                : throw new InvalidOperationException(string.Join('\n', pinned.Problems.Select(static failure => failure.Message)));
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
            string[] arguments =
                ["inspect", "--no-tags", "--tls-verify=false", "--format={{.Digest}}", $"docker://{Reference(authority, i)}"];
            using var process = Process.Start(new ProcessStartInfo("skopeo", arguments) { RedirectStandardOutput = true })!;
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"skopeo {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
            }
        }

        return watch.Elapsed;
    }

    private static async Task<int> CountRequests(RegistryServer registry)
    {
        // A line of the access log may come after the answer.
        await Task.Delay(Far * 3);
        return registry.Requests.Count;
    }

    private static string Reference(string authority, int number, string team = "team") => $"{authority}/{team}/app{number}:1";

    private static TestImage Image(byte[] system, int number) => TestImage.CreateIndex(
        docker: false, TestImage.Create(salt: $"{number}", layers: [system, [(byte)number]]),
        TestImage.Create("linux/arm64", salt: $"{number}"));

    /// <summary>The lowest layer of an image such as Alpine's.</summary>
    private static byte[] SmallSystem() => TestImage.Layer(
        ("bin/busybox", Convert.ToBase64String(Noise(3 << 20))), ("bin/sh", "#!"), ("etc/os-release", "ID=alpine\nVERSION_ID=3.22.1\n"));

    private static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

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
