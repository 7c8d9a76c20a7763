using System.Collections.Concurrent;
using System.Text;
using ContainerGuard.Files;

namespace ContainerGuard.Tool.Lsp.Documents;

/// <summary>The disk, with the texts of open editors in place of the files that they are going to be saved to.</summary>
/// <param name="disk">The files without an editor.</param>
internal sealed class OpenBuffers(IFileSystem disk) : IFileSystem
{
    private readonly ConcurrentDictionary<string, string> _texts =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Whether a file is one of those that the findings in a Dockerfile depend on.</summary>
    /// <param name="name">The name without the folder.</param>
    public static bool IsOfInterest(string name) =>
        name is ".editorconfig" or ".globalconfig" or ".hadolint.yaml" or ".hadolint.yml" or ".containerignore"
            or Hosting.Places.LockFileName or Inputs.BaselineFile.DefaultName
        || name.EndsWith(".dockerignore", StringComparison.Ordinal);

    /// <summary>Sets the text of a file; null when its editor is closed.</summary>
    public void Set(string path, string? text)
    {
        if (text is null) _texts.TryRemove(path, out _);
        else _texts[path] = text;
    }

    /// <summary>The text of a file that is open; null for other files.</summary>
    public string? Find(string path) => _texts.GetValueOrDefault(path);

    public bool FileExists(string path) => _texts.ContainsKey(path) || disk.FileExists(path);

    public bool DirectoryExists(string path) => disk.DirectoryExists(path);

    public IEnumerable<FileEntry> List(string directory) => disk.List(directory);

    public string? ReadText(string path, int maximumBytes = int.MaxValue) => Find(path) ?? disk.ReadText(path, maximumBytes);

    public Stream? Open(string path) => Find(path) is { } text ? new MemoryStream(Encoding.UTF8.GetBytes(text)) : disk.Open(path);

    public DateTime LastWrite(string path) => disk.LastWrite(path);

    public T? Read<T>(string path, Func<string, T> parse)
        where T : class => Find(path) is { } text ? parse(text) : disk.Read(path, parse);
}
