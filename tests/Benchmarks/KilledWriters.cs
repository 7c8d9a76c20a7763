using System.Diagnostics;
using System.Globalization;
using ContainerGuard.Images;
using ContainerGuard.Pinning;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// Processes that write a lock file without end, each killed at a moment of chance: what is there afterwards has to be a file that one of
/// them finished, whole, and the next writer must not be held up.
/// </summary>
internal static class KilledWriters
{
    private const int Entries = 60;
    private const int LongestLife = 120;

    /// <summary>Kills so many, and says how many files were torn.</summary>
    public static async Task Run(int count)
    {
        var folder = Directory.CreateTempSubdirectory("containerguard-kill-").FullName;
        var path = Path.Combine(folder, "containerguard.lock.json");
        var random = new Random(20261126);
        var (torn, versions, watch) = (0, new HashSet<string>(StringComparer.Ordinal), Stopwatch.StartNew());
        try
        {
            for (var i = 0; i < count; i++)
            {
                using var writer = OwnProcess.Start("write-lock-file", path, $"{i}");
                await writer.StandardOutput.ReadLineAsync();
                await Task.Delay(random.Next(LongestLife));
                writer.Kill();
                await writer.WaitForExitAsync();

                var images = new LockFileStore(path, folder).Read().Images;
                var digests = images.Values.Select(static image => image.Digest.ToString()).Distinct(StringComparer.Ordinal).ToArray();
                if (images.Count != Entries || digests.Length != 1) torn++;
                else versions.Add(digests[0]);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{count} writers killed in {watch.Elapsed.TotalSeconds:F0} s: {torn} torn files, {versions.Count} versions seen, "
                    + $"{Directory.GetFiles(folder, "*.tmp").Length} leftovers"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes one version after the other; all entries of a version have one digest.</summary>
    public static async Task Write(string path, string name)
    {
        var store = new LockFileStore(path, Path.GetDirectoryName(path)!);
        for (var version = 0; ; version++)
        {
            var digest = ImageDigest.Of(System.Text.Encoding.UTF8.GetBytes($"{name} {version}"));
            var image = new ResolvedImage(
                digest, "application/vnd.oci.image.index.v1+json", new Dictionary<string, ImageDigest> { ["linux/amd64"] = digest }, null);
            await store.MergeAsync(
                Enumerable.Range(0, Entries).ToDictionary(static entry => $"registry.example/app{entry}:1", _ => image), replace: true,
                CancellationToken.None);
            if (version == 0) Console.WriteLine("ready");
        }
    }
}
