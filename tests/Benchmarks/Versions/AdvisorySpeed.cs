using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Index;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Advisories.Osv;

namespace ContainerGuard.Benchmarks.Versions;

/// <summary>The size of an index of OSV records, and the time to match 500 packages with it, cold and warm.</summary>
internal static class AdvisorySpeed
{
    private const int Packages = 500;

    /// <param name="file">Records as JSON lines, compressed with gzip.</param>
    public static void Run(string file)
    {
        var watch = Stopwatch.StartNew();
        List<Advisory> rows = [];
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        {
            while (reader.ReadLine() is { } line) OsvRecord.Read(Encoding.UTF8.GetBytes(line), rows.Add);
        }

        var group = rows.GroupBy(static row => row.Ecosystem, StringComparer.Ordinal).MaxBy(static group => group.Count())!;
        var content = AdvisoryIndexWriter.Write(group.Key, group);
        Console.WriteLine($"{group.Key}: {group.Count()} rows read and written in {watch.ElapsedMilliseconds} ms, {content.Length} bytes");

        // Every second package has rows, and its version is that of a fix.
        var asked = group.DistinctBy(static row => row.Package, StringComparer.Ordinal).Take(Packages / 2)
            .Select(static row =>
                new PackageVersion(row.Ecosystem, row.Package, row.Ranges is [var range, ..] ? range.Upper ?? "1.0" : "1.0"))
            .SelectMany(static package => new[] { package, package with { Name = package.Name + "-unknown" } }).ToList();
        for (var run = 0; run < 5; run++)
        {
            watch.Restart();
            var index = new AdvisoryIndex(content);
            var found = asked.Sum(package => AdvisoryMatch.Affecting(package, index.Find(package.Name)).Count());
            Console.WriteLine($"{asked.Count} packages matched in {watch.Elapsed.TotalMilliseconds:F1} ms, {found} findings");
        }
    }
}
