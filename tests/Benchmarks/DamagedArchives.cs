using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Archives;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Facts;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Inspection.Damage;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// Inspects archives and layouts with random damage, in processes of some thousand each. Every one has to give facts or one message:
/// another exception, a process that ends early, an archive that takes longer than 20 s of a processor or 5 min, and a file outside of the
/// cache are counted.
/// </summary>
internal static class DamagedArchives
{
    private const int BatchSize = 5000;
    private const string Escaped = "containerguard-escaped";

    /// <summary>Of a processor, so that other work on the machine does not count.</summary>
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Small, so that a number that damage made large is refused at once.</summary>
    private static readonly ArchiveLimits Limits =
        new() { MostBytes = 32 << 20, MostEntries = 10_000, BytesOfAnyRatio = 1 << 20, MostHoles = 1 << 20 };

    /// <param name="count">The number of archives.</param>
    /// <param name="seed">That of the first one; the others follow.</param>
    /// <param name="samples">A folder with whole archives.</param>
    public static async Task Run(int count, int seed, string samples)
    {
        var watch = Stopwatch.StartNew();
        long[] sums = new long[5];
        for (var done = 0; done < count; done += BatchSize)
        {
            var size = Math.Min(BatchSize, count - done);
            using var child = OwnProcess.Start("damaged-batch", $"{size}", $"{seed + done}", samples);
            var isWhole = false;
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("sums ", StringComparison.Ordinal))
                {
                    isWhole = true;
                    var values = line.Split(' ').Skip(1).Select(static value => long.Parse(value, CultureInfo.InvariantCulture)).ToArray();
                    for (var i = 0; i < values.Length; i++) sums[i] += values[i];
                }
                else
                {
                    Console.WriteLine(line);
                }
            }

            await child.WaitForExitAsync();
            if (!isWhole)
            {
                sums[4]++;
                Console.WriteLine($"the process of the seeds {seed + done} to {seed + done + size - 1} ended with {child.ExitCode}");
            }

            if (done / BatchSize % 10 == 9) Write(done + size);
        }

        Write(count);

        void Write(int done) => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{done} archives in {watch.Elapsed.TotalSeconds:F0} s: {sums[0]} give facts, {sums[1]} one message, "
                + $"{sums[2]} another exception, {sums[3]} files outside of the cache, {sums[4]} processes that ended early or hung"));
    }

    /// <summary>One batch in this process.</summary>
    public static void RunBatch(int count, int seed, string samples)
    {
        var folder = Directory.CreateTempSubdirectory("containerguard-damage-").FullName;
        var (place, cache) = (Path.Combine(folder, "in"), Path.Combine(folder, "cache"));
        Directory.CreateDirectory(place);
        var archives = Directory.GetFiles(samples, "*.tar*").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            .Where(static content => content.Length is > 0 and < 200_000).ToArray();
        string[] escapes = [$"../../../../../../tmp/{Escaped}", $"/tmp/{Escaped}", $"../{Escaped}", $"..\\{Escaped}"];
        var options = new InspectionOptions { Readers = ImageReaders.All, Limits = new InspectionLimits { Archive = Limits } };
        options = options with { Cache = LayerCache.Open(cache, options.Inspector.Readers) };
        long facts = 0, messages = 0, exceptions = 0, outside = 0, started = Stopwatch.GetTimestamp();
        var (current, used) = (seed, Environment.CpuUsage.TotalTime.Ticks);
        using var clock = new Timer(
            _ =>
            {
                var time = Environment.CpuUsage.TotalTime - new TimeSpan(Interlocked.Read(ref used));
                var wait = Stopwatch.GetElapsedTime(Interlocked.Read(ref started));
                if (time < LongestRun && wait < LongestWait) return;
                var seconds = $"{time.TotalSeconds:F0} s of a processor, {wait.TotalSeconds:F0} s";
                Console.WriteLine($"seed {Volatile.Read(ref current)} takes {seconds}");
                Environment.Exit(3);
            },
            null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        try
        {
            for (var i = 0; i < count; i++)
            {
                Volatile.Write(ref current, seed + i);
                Interlocked.Exchange(ref started, Stopwatch.GetTimestamp());
                Interlocked.Exchange(ref used, Environment.CpuUsage.TotalTime.Ticks);
                var random = new Random(seed + i);
                var archive = DamagedArchive.Of(archives[random.Next(archives.Length)], random, escapes[random.Next(escapes.Length)]);
                var path = Path.Combine(place, "a.tar");
                File.WriteAllBytes(path, archive);
                try
                {
                    Inspect(path, options);
                    facts++;
                }
                catch (InspectionException)
                {
                    messages++;
                }
                catch (Exception exception)
                {
                    exceptions++;
                    Console.WriteLine($"seed {seed + i}: {exception}");
                }

                if (i % 500 == 499) options.Cache?.Trim();
            }

            outside = Directory.EnumerateFileSystemEntries(folder).Count() - 2 + Directory.EnumerateFileSystemEntries(place).Count() - 1
                + Directory.EnumerateFiles(cache, "*", SearchOption.AllDirectories)
                    .Count(static file => !file.EndsWith(".layer", StringComparison.Ordinal))
                + escapes.Count(escape => Path.Exists(Path.Combine(place, escape)));
            Console.WriteLine($"sums {facts} {messages} {exceptions} {outside}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Inspect(string path, InspectionOptions options)
    {
        using var saved = SavedImages.OpenFile(path, options, CancellationToken.None);
        using var json = new Utf8JsonWriter(Stream.Null);
        new ImageFactsWriter(json).Write(saved, CancellationToken.None);
        if (saved.DockerImages is null && saved.OciNodes is null) return;

        // What the rules see: the tree, the process, the users, the packages, the notes of all readers.
        var image = saved.ReadChosen(null, null, CancellationToken.None);
        var analysis = new ImageAnalysis(image, new ImageInputs { Name = "damaged", Today = new DateOnly(2026, 11, 30) });
        ImageRuleRunner.Run(analysis, "project", [], new SeverityPolicy(Level.All));
    }
}
