using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Scripts;

/// <summary>
/// What ShellCheck found in a script, kept by the hash of its content, in one file for each version of the program. The file is read as a
/// whole and replaced as a whole, so builds can share it, and a person can delete it. A failure only costs time.
/// </summary>
internal sealed class ScriptResults
{
    /// <summary>More results are not kept: those of this check stay, the others are dropped.</summary>
    private const int MostResults = 100_000;

    /// <summary>In bytes.</summary>
    private const long LargestFile = 64L * 1024 * 1024;

    /// <summary>Programs that are updated leave a file behind; only this many stay.</summary>
    private const int MostFiles = 4;

    private readonly string _path;
    private readonly Dictionary<string, IReadOnlyList<ShellCheckComment>> _old;
    private readonly Dictionary<string, IReadOnlyList<ShellCheckComment>> _used = new(StringComparer.Ordinal);
    private bool _isChanged;

    private ScriptResults(string path, Dictionary<string, IReadOnlyList<ShellCheckComment>> old) => (_path, _old) = (path, old);

    /// <param name="folder">The folder of caches, absolute.</param>
    /// <param name="program">All that decides the results, apart from the script: the program, its version, its options.</param>
    public static ScriptResults Open(string folder, string program)
    {
        var path = Path.Combine(folder, "shellcheck-1", $"{Hash(program)}.json");
        return new ScriptResults(path, Read(path));
    }

    /// <summary>The findings in a script; null if they are not known.</summary>
    public IReadOnlyList<ShellCheckComment>? Find(string script)
    {
        var key = Hash(script);
        if (_old.GetValueOrDefault(key) is not { } comments) return null;
        _used[key] = comments;
        return comments;
    }

    public void Add(string script, IReadOnlyList<ShellCheckComment> comments)
    {
        _used[Hash(script)] = comments;
        _isChanged = true;
    }

    /// <summary>Writes the file if there is something new.</summary>
    public void Save()
    {
        if (!_isChanged) return;
        if (_old.Count + _used.Count <= MostResults)
        {
            foreach (var (key, comments) in _old) _used.TryAdd(key, comments);
        }

        try
        {
            if (CacheFolder.Make(Path.GetDirectoryName(_path)!) is not { } folder) return;
            AtomicFile.Replace(_path, Write, mayLeaveTree: true, CacheFolder.OfFiles);
            var files = new DirectoryInfo(folder).GetFiles();
            foreach (var file in files.OrderByDescending(static file => file.LastWriteTimeUtc).Skip(MostFiles)) file.Delete();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next check asks again.
        }
    }

    /// <summary>128 bits of SHA-256.</summary>
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    private void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        foreach (var (key, comments) in _used.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(key);
            foreach (var comment in comments)
            {
                int[] place = [comment.Line, comment.Column, comment.EndLine, comment.EndColumn];
                foreach (var number in place) json.WriteNumberValue(number);
                json.WriteStringValue(comment.Level);
                json.WriteNumberValue(comment.Code);
                json.WriteStringValue(comment.Message);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, IReadOnlyList<ShellCheckComment>> Read(string path)
    {
        Dictionary<string, IReadOnlyList<ShellCheckComment>> results = new(StringComparer.Ordinal);
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: < LargestFile, LinkTarget: null }) return results;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var result in json.RootElement.EnumerateObject()) results[result.Name] = Comments(result.Value);
            return results;
        }
        catch (Exception exception) when (JsonText.IsDamage(exception)
            || exception is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            // A damaged file counts as empty, and is replaced.
            return new(StringComparer.Ordinal);
        }
    }

    private static List<ShellCheckComment> Comments(JsonElement values)
    {
        if (values.GetArrayLength() == 0) return [];
        List<ShellCheckComment> comments = [];
        for (var i = 0; i < values.GetArrayLength(); i += 7)
        {
            comments.Add(new ShellCheckComment(
                values[i].GetInt32(), values[i + 1].GetInt32(), values[i + 2].GetInt32(), values[i + 3].GetInt32(),
                values[i + 4].GetString() ?? "", values[i + 5].GetInt32(), values[i + 6].GetString() ?? ""));
        }

        return comments;
    }
}
