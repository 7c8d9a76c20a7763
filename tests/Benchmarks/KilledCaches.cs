using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ContainerGuard.Archives;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// Processes that write results of the inspection into one cache without end, each killed at a moment of chance: every file of the cache
/// has to be whole afterwards.
/// </summary>
internal static class KilledCaches
{
    private const int LongestLife = 120;
    private const int Layers = 8;
    private static readonly string[] Readers = ["test/1"];

    /// <summary>Kills so many, and says how many files were torn.</summary>
    public static async Task Run(int count)
    {
        var folder = Directory.CreateTempSubdirectory("containerguard-kill-").FullName;
        var random = new Random(20261129);
        var (torn, read, watch) = (0, 0, Stopwatch.StartNew());
        try
        {
            for (var i = 0; i < count; i++)
            {
                using var writer = OwnProcess.Start("write-cache", folder);
                await writer.StandardOutput.ReadLineAsync();
                await Task.Delay(random.Next(LongestLife));
                writer.Kill();
                await writer.WaitForExitAsync();

                foreach (var file in Directory.EnumerateFiles(folder, "*.layer", SearchOption.AllDirectories))
                {
                    read++;
                    if (LayerFactsFile.Read(await File.ReadAllBytesAsync(file)) is null) torn++;
                }

                var configs = DocumentCache.Open(folder)!;
                var known = Enumerable.Range(0, Layers).Select(layer => configs.Find($"{layer}")).OfType<byte[]>().ToList();
                read += known.Count;
                torn += Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count(IsConfig) - known.Count;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{count} writers killed in {watch.Elapsed.TotalSeconds:F0} s: {torn} torn files of {read} read, "
                    + $"{Directory.GetFiles(folder, "*.tmp", SearchOption.AllDirectories).Length} leftovers"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static bool IsConfig(string file) => Path.GetExtension(file).Length == 0;
    }

    /// <summary>Writes results of some layers again and again, each time with another content of another size.</summary>
    public static void Write(string folder)
    {
        var layers = LayerCache.Open(folder, Readers)!;
        var configs = DocumentCache.Open(folder)!;
        for (var version = 0; ; version++)
        {
            var layer = version % Layers;
            layers.Add(Facts(layer, Random.Shared.Next(1, 20_000)));
            configs.Add($"{layer}", RandomNumberGenerator.GetBytes(Random.Shared.Next(1, 1 << 20)));
            if (version == 0) Console.WriteLine("ready");
        }
    }

    private static LayerFacts Facts(int layer, int entries)
    {
        var digest = new string((char)('a' + layer % 6), 64);
        return new LayerFacts
        {
            Compression = Compression.None, PackedSize = entries, UnpackedSize = entries, BlobHash = digest, DiffId = $"sha256:{digest}",
            Entries = [.. Enumerable.Range(0, entries).Select(static i => new LayerEntry { Path = $"app/{i}", Size = i })],
        };
    }
}
