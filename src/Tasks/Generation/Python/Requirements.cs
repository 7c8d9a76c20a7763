using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>
/// The parts of a requirements file, and of the files that it includes, that matter for an image (pip.pypa.io, requirements file format).
/// </summary>
internal sealed class Requirements
{
    private readonly List<string> _files = [];
    private readonly List<string> _names = [];
    private readonly List<string> _unpinned = [];
    private readonly List<string> _lines = [];

    private Requirements()
    {
    }

    /// <summary>The files, relative to the application, starting with the main one.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>The packages, in lower case.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The packages without an exact version, in order.</summary>
    public IReadOnlyList<string> Unpinned => _unpinned;

    /// <summary>The requirements as written.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The pinned packages, in lower case, and their versions.</summary>
    public IEnumerable<(string Package, string Version)> Pins
    {
        get
        {
            foreach (var line in _lines)
            {
                var at = line.IndexOf("==", StringComparison.Ordinal);
                if (at <= 0) continue;
                var name = line[..at].Split('[')[0].Trim().ToLowerInvariant().Replace('_', '-');
                yield return (name, line[(at + 2)..].TrimStart('=').Split(' ', ';', ',')[0].Trim());
            }
        }
    }

    /// <summary>Whether the files have hashes, which pip can then require.</summary>
    public bool HasHashes { get; private set; }

    /// <summary>The first requirement that is a local folder; or null.</summary>
    public string? LocalFolder { get; private set; }

    /// <summary>Null if the file is missing.</summary>
    public static Requirements? Read(IFileSystem disk, string directory, string name)
    {
        var requirements = new Requirements();
        return requirements.Add(disk, directory, name) ? requirements : null;
    }

    private bool Add(IFileSystem disk, string directory, string name)
    {
        if (_files.Contains(name)) return true;
        if (disk.ReadText(Path.Combine(directory, name)) is not { } text) return false;
        _files.Add(name);
        foreach (var rawLine in text.Replace("\\\r\n", " ", StringComparison.Ordinal)
            .Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var comment = rawLine.StartsWith('#') ? 0 : rawLine.IndexOf(" #", StringComparison.Ordinal);
            var line = (comment < 0 ? rawLine : rawLine[..comment]).Trim();
            if (line.Length > 0) AddLine(disk, directory, name, line);
        }

        return true;
    }

    private void AddLine(IFileSystem disk, string directory, string name, string line)
    {
        if (line.Contains("--hash=", StringComparison.Ordinal)) HasHashes = true;
        if (line[0] != '-' || line.StartsWith("-e", StringComparison.Ordinal)) _lines.Add(line);
        if ((Value(line, "-r", "--requirement") ?? Value(line, "-c", "--constraint")) is { } included)
        {
            var folder = ContextPath.Folder(name);
            Add(disk, directory, ContextPath.InContainer("/" + folder, included)[1..]);
        }
        else if (Value(line, "-e", "--editable") is { } editable)
        {
            if (!editable.Contains("://", StringComparison.Ordinal)) LocalFolder ??= editable;
        }
        else if (line[0] is '.' or '/' || line.StartsWith("file:", StringComparison.Ordinal))
        {
            LocalFolder ??= line;
        }
        else if (line[0] != '-' && !line.Contains("://", StringComparison.Ordinal))
        {
            var end = 0;
            while (end < line.Length && (char.IsAsciiLetterOrDigit(line[end]) || line[end] is '-' or '_' or '.')) end++;
            _names.Add(line[..end].ToLowerInvariant().Replace('_', '-'));
            if (!line.Contains("==", StringComparison.Ordinal)) _unpinned.Add(line[..end]);
        }
    }

    private static string? Value(string line, string letter, string word) =>
        line.StartsWith(word, StringComparison.Ordinal) ? line[word.Length..].TrimStart(' ', '=')
        : line.StartsWith(letter, StringComparison.Ordinal)
            && !line.StartsWith("--", StringComparison.Ordinal) ? line[letter.Length..].Trim()
        : null;
}
