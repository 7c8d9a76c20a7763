using System.Globalization;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// The search for secrets in the files of a folder, in time of the processor and from memory, and what it finds there. Files that a
/// package of dpkg owns are searched, but not listed, as in an image.
/// </summary>
internal static class SecretSpeed
{
    private const int Piece = 64 * 1024;
    private const long LargestFile = 256L << 20;

    /// <param name="folder">The folder.</param>
    /// <param name="root">What stands for the root of the image.</param>
    public static void Run(string folder, string root)
    {
        var owned = OwnedFiles();
        var reader = new SecretReader();
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true,
        };
        Reading small = new("files up to 64 KB"), large = new("larger files"), archives = new("archives");
        var found = 0;
        foreach (var path in Directory.EnumerateFiles(folder, "*", options))
        {
            if (new FileInfo(path).Length > LargestFile || Content(path) is not { } content) continue;
            var name = Path.GetRelativePath(root, path);
            var sum = SecretReader.IsArchive(name) ? archives : content.Length <= Piece ? small : large;
            var start = Environment.CpuUsage.TotalTime;
            var sink = reader.Open(new LayerEntry { Path = name, Size = content.Length });
            for (var at = 0; sink is not null && at < content.Length; at += Piece)
            {
                sink.Write(content.AsSpan(at, Math.Min(Piece, content.Length - at)));
            }

            var note = sink?.Finish();
            if (sink is not null) sum.Add(content.Length, Environment.CpuUsage.TotalTime - start);
            if (note is null || owned.Contains(path)) continue;
            foreach (var secret in SecretNote.Read(note))
            {
                found++;
                Console.WriteLine($"{path}!{secret.Member}:{secret.Line}: {secret.Description}, {secret.Length} characters");
            }
        }

        foreach (var sum in (Reading[])[small, large, archives]) sum.Write();
        Console.WriteLine($"{found} secrets in files that no package of dpkg owns");
    }

    private static byte[]? Content(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static HashSet<string> OwnedFiles()
    {
        const string Lists = "/var/lib/dpkg/info";
        return Directory.Exists(Lists)
            ? [.. Directory.EnumerateFiles(Lists, "*.list").SelectMany(File.ReadLines)]
            : [];
    }

    private sealed class Reading(string name)
    {
        private long _bytes, _files;
        private TimeSpan _time;

        public void Add(long bytes, TimeSpan time) => (_bytes, _time, _files) = (_bytes + bytes, _time + time, _files + 1);

        public void Write() => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {_files} files, {_bytes / 1e6:F0} MB, {_bytes / 1e6 / Math.Max(1e-9, _time.TotalSeconds):F0} MB/s"));
    }
}
