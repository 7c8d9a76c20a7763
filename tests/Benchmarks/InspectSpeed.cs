using System.Diagnostics;
using System.Globalization;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Rules;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// The inspection of one image in a cold process: without the search for secrets, with it, and with all layers in the cache; and, side by
/// side, Trivy's bill of materials and its search for secrets, each with an empty cache.
/// </summary>
internal static class InspectSpeed
{
    private const int Runs = 5;

    /// <param name="image">The image as an inspection names it, with its transport; a path without one is an archive.</param>
    /// <param name="trivy">The path of Trivy; null to leave it out.</param>
    public static async Task Run(string image, string? trivy)
    {
        var folder = Directory.CreateTempSubdirectory("containerguard-inspect-").FullName;
        try
        {
            await Ours("plain", "without secrets");
            await Ours("secrets", "with secrets");
            await Ours("known", "known layers");
            await Again();
            if (trivy is not null)
            {
                await Theirs("SBOM", "--format", "cyclonedx", "--offline-scan");
                await Theirs("secrets", "--scanners", "secret");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task Ours(string mode, string name)
        {
            var cache = Path.Combine(folder, "cache");
            if (mode == "known") await Measure(() => OwnProcess.Start("inspect-once", "secrets", image, cache));
            List<Measured> runs = [];
            for (var i = 0; i < Runs; i++)
            {
                runs.Add(await Measure(() => OwnProcess.Start("inspect-once", mode, image, mode == "known" ? cache : "")));
            }

            Write($"ContainerGuard, {name}", runs);
        }

        async Task Again()
        {
            using var process = OwnProcess.Start("inspect-once", "again", image, Path.Combine(folder, "cache"));
            var lines = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Console.Write($"ContainerGuard, known layers, twice in one process: {lines}");
        }

        async Task Theirs(string name, params string[] arguments)
        {
            var parsed = Parse(image);
            string[] input = parsed.Reference is { } reference ? [reference.ToString()] : ["--input", parsed.Place];
            List<Measured> runs = [];
            for (var i = 0; i < Runs; i++)
            {
                var cache = Path.Combine(folder, $"trivy-{name}-{i}");
                var start = new ProcessStartInfo(
                    trivy!, ["image", "--quiet", "--cache-dir", cache, "--skip-db-update", "--skip-java-db-update", .. arguments, .. input])
                {
                    RedirectStandardOutput = true,
                };
                runs.Add(await Measure(() => Process.Start(start)!));
            }

            Write($"Trivy, {name}", runs);
        }
    }

    /// <summary>
    /// An inspection in this process, with all rules; in the mode "again" a second one, as in a build that has talked to a registry before.
    /// </summary>
    public static void RunOnce(string mode, string image, string cache)
    {
        Console.WriteLine(Inspect(mode, image, cache));
        if (mode == "again") Console.WriteLine($"again: {Inspect(mode, image, cache)}");
    }

    private static string Inspect(string mode, string image, string cache)
    {
        var started = Stopwatch.GetTimestamp();
        var options = new InspectionOptions
        {
            Readers = mode == "plain" ? [.. ImageReaders.All.Where(static reader => reader is not SecretReader)] : ImageReaders.All,
        };
        if (cache.Length > 0) options = options with { Cache = LayerCache.Open(cache, options.Inspector.Readers) };
        using var saved = SavedImages.Open(Parse(image), options, CancellationToken.None);
        var inspected = saved.ReadChosen(null, null, CancellationToken.None);
        var analysis = new ImageAnalysis(
            inspected, new ImageInputs { Name = image, Today = DateOnly.FromDateTime(DateTime.UtcNow) });
        var findings = ImageRuleRunner.Run(analysis, "project", [], new SeverityPolicy(Level.All));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{inspected.Layers.Count} layers, {analysis.Packages.Packages.Count} packages, {findings.Count} findings, "
                + $"{Stopwatch.GetElapsedTime(started).TotalMilliseconds:F0} ms");
    }

    private static ImageName Parse(string image)
    {
        if (File.Exists(image)) return new ImageName(ImageTransport.DockerArchive, Path.GetFullPath(image), null);
        if (!ImageName.TryParse(image, out var name, out var reason)) throw new ArgumentException(reason, nameof(image));
        return name.IsFile ? name with { Place = Path.GetFullPath(name.Place) } : name;
    }

    private static async Task<Measured> Measure(Func<Process> start)
    {
        var watch = Stopwatch.StartNew();
        using var process = start();
        var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var (peak, cpu) = (0L, TimeSpan.Zero);
        while (!process.WaitForExit(5))
        {
            process.Refresh();
            try
            {
                (peak, cpu) = (Math.Max(peak, process.WorkingSet64), process.TotalProcessorTime);
            }
            catch (InvalidOperationException)
            {
                // It has just ended.
            }
        }

        var elapsed = watch.Elapsed;
        await output;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{process.StartInfo.FileName} ended with {process.ExitCode}");
        return new Measured(elapsed, cpu, peak);
    }

    private static void Write(string name, List<Measured> runs)
    {
        var (time, cpu) = (runs.Select(static run => run.Time).Order().ElementAt(Runs / 2), runs.Select(static run => run.Cpu).Min());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {time.TotalMilliseconds:F0} ms (best {runs.Min(static run => run.Time).TotalMilliseconds:F0}), "
                + $"{cpu.TotalMilliseconds:F0} ms of processors, {runs.Max(static run => run.Peak) / 1e6:F0} MB"));
    }

    private sealed record Measured(TimeSpan Time, TimeSpan Cpu, long Peak);
}
