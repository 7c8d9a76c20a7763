using System.IO.Compression;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Index;
using ContainerGuard.Advisories.Osv;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Advisories.Osv;

/// <summary>
/// The records and verdicts of the folder <c>Known</c>, or of the folders in <c>CONTAINERGUARD_ADVISORIES</c> and
/// <c>CONTAINERGUARD_LABELS</c>, which have files of the same form: JSON lines, compressed or not.
/// </summary>
internal static class KnownAdvisories
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "Unit", "Advisories", "Osv", "Known");

    private static readonly Lazy<IReadOnlyDictionary<string, AdvisoryIndex>> Built = new(Build);

    /// <summary>An index for each ecosystem.</summary>
    public static IReadOnlyDictionary<string, AdvisoryIndex> Indexes => Built.Value;

    /// <summary>The rows of the records in the data, and all of their identifiers.</summary>
    public static List<Advisory> Rows { get; } = [];

    public static IEnumerable<byte[]> Labels(string name) => Lines(Path.Combine(FolderOf("CONTAINERGUARD_LABELS", "labels"), name));

    public static string AdvisoryFolder => FolderOf("CONTAINERGUARD_ADVISORIES", "advisories");

    private static string FolderOf(string variable, string own) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } folder ? folder : Path.Combine(Folder, own);

    private static Dictionary<string, AdvisoryIndex> Build()
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AdvisoryFolder, "osv"), "*.jsonl*").Order(StringComparer.Ordinal))
        {
            foreach (var line in Lines(path)) OsvRecord.Read(line, Rows.Add);
        }

        return Rows.GroupBy(static row => row.Ecosystem, StringComparer.Ordinal).ToDictionary(
            static group => group.Key, static group => new AdvisoryIndex(AdvisoryIndexWriter.Write(group.Key, group)),
            StringComparer.Ordinal);
    }

    private static IEnumerable<byte[]> Lines(string path)
    {
        var file = File.Exists(path + ".gz") ? path + ".gz" : path;
        using var stream = File.OpenRead(file);
        var isCompressed = file.EndsWith(".gz", StringComparison.Ordinal);
        using var unpacked = isCompressed ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        using var reader = new StreamReader(unpacked);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0) yield return System.Text.Encoding.UTF8.GetBytes(line);
        }
    }
}
