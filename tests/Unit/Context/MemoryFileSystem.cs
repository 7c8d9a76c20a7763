using System.Text;
using ContainerGuard.Files;

namespace ContainerGuard.Tests.Unit.Context;

/// <summary>A disk of absolute paths and texts; a text of <see cref="Link"/> makes a link.</summary>
internal sealed class MemoryFileSystem : IFileSystem
{
    public const string Link = "\0link";

    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);

    public MemoryFileSystem(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files) _texts[path] = text;
    }

    /// <summary>The bytes of files that are larger than their text here.</summary>
    public Dictionary<string, long> Lengths { get; } = [];

    /// <summary>When a file or folder was written, where that matters.</summary>
    public Dictionary<string, DateTime> Writes { get; } = [];

    /// <summary>What was read, in order.</summary>
    public List<string> Reads { get; } = [];

    /// <summary>What was listed, in order.</summary>
    public List<string> Lists { get; } = [];

    public bool FileExists(string path) => _texts.TryGetValue(path, out var text) && text != Link;

    public bool DirectoryExists(string path) => _texts.Keys.Any(file => file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    public IEnumerable<FileEntry> List(string directory)
    {
        Lists.Add(directory);
        var prefix = directory.TrimEnd('/') + "/";
        var names = new HashSet<string>();
        foreach (var (path, text) in _texts)
        {
            if (!path.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var rest = path[prefix.Length..];
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            var name = slash < 0 ? rest : rest[..slash];
            if (!names.Add(name)) continue;
            if (slash >= 0) yield return new FileEntry(name, FileKind.Directory);
            else if (text == Link) yield return new FileEntry(name, FileKind.Link);
            else yield return new FileEntry(name, FileKind.File, Lengths.TryGetValue(path, out var length) ? length : text.Length);
        }
    }

    public string? ReadText(string path, int maximumBytes = int.MaxValue)
    {
        Reads.Add(path);
        return _texts.TryGetValue(path, out var text) && text != Link ? text[..Math.Min(text.Length, maximumBytes)] : null;
    }

    public DateTime LastWrite(string path) => Writes.TryGetValue(path, out var time) ? time : DateTime.UnixEpoch;

    public Stream? Open(string path) => ReadText(path) is { } text ? new MemoryStream(Encoding.UTF8.GetBytes(text)) : null;
}
