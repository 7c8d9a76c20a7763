using System.Text;
using System.Text.Json;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// Reads lock files, which people and merges edit: every fault has a place and a remedy. Properties that this version
/// does not know are ignored.
/// </summary>
internal ref struct LockFileReader
{
    private const string Restore = "Correct it, restore it from version control, or delete it and run 'dotnet build -t:ContainerGuardPin'.";

    private readonly string _path;
    private readonly ReadOnlySpan<byte> _content;
    private Utf8JsonReader _json;

    private LockFileReader(string path, ReadOnlySpan<byte> content)
    {
        _path = path;
        _content = content;
        _json = new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <param name="path">The file's path, for diagnostics only.</param>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    /// <exception cref="LockFileException">It cannot be used.</exception>
    public static LockFile Read(string path, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        FindConflict(path, content);
        var reader = new LockFileReader(path, content);
        try
        {
            return reader.ReadFile();
        }
        catch (JsonException exception)
        {
            throw new LockFileException(new LockFileError(
                LockFileFault.Malformed,
                path,
                (int)(exception.LineNumber ?? 0) + 1,
                (int)(exception.BytePositionInLine ?? 0) + 1,
                content.Trim(" \t\r\n"u8).IsEmpty ? "the lock file is empty" : $"the lock file is not valid JSON: {FirstSentence(exception.Message)}",
                Restore));
        }
        catch (InvalidOperationException)
        {
            // The reader throws this for bytes that are not UTF-8, and for half a surrogate pair.
            throw reader.Fault("the lock file contains text that is not Unicode", Restore);
        }
    }

    private LockFile ReadFile()
    {
        _json.Read();
        Expect(JsonTokenType.StartObject, "an object");
        Dictionary<string, ResolvedImage> images = new(StringComparer.Ordinal);
        var versionSeen = false;
        while (NextProperty(out var name))
        {
            switch (name)
            {
                case "version":
                    ReadVersion();
                    versionSeen = true;
                    break;
                case "images":
                    Expect(JsonTokenType.StartObject, "an object");
                    while (NextProperty(out var key))
                    {
                        ReadEntry(key, images);
                    }

                    break;
                default:
                    _json.Skip();
                    break;
            }
        }

        while (_json.Read())
        {
            // Text after the end throws a JsonException.
        }

        return versionSeen ? new LockFile(images) : throw Fault("the lock file has no \"version\"", "Add \"version\": 1.", 0);
    }

    private void ReadVersion()
    {
        if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt32(out var version) || version < 1)
        {
            throw Fault("\"version\" is not a number from 1", "Write \"version\": 1.");
        }

        if (version > LockFile.CurrentVersion)
        {
            throw Fault(
                $"the lock file has format {version}, and this version of ContainerGuard reads formats up to {LockFile.CurrentVersion}",
                "Update the ContainerGuard package to the version that wrote the file, or to a later one.",
                _json.TokenStartIndex,
                LockFileFault.Newer);
        }
    }

    private void ReadEntry(string key, Dictionary<string, ResolvedImage> images)
    {
        if (!ImageReference.TryParse(key, out var reference, out var reason))
        {
            throw Fault($"'{key}' is not an image reference: {reason}", "Correct the name.");
        }

        if (reference.NormalizedWithoutDigest != key)
        {
            throw Fault($"'{key}' is not the short form of the image's name", $"Write '{reference.NormalizedWithoutDigest}'.");
        }

        if (images.ContainsKey(key))
        {
            throw Fault($"'{key}' has two entries", "Keep one of the two entries.");
        }

        Expect(JsonTokenType.StartObject, "an object");
        var start = _json.TokenStartIndex;
        ImageDigest? digest = null;
        var mediaType = "";
        ImageFacts? config = null;
        Dictionary<string, ImageDigest> platforms = new(StringComparer.Ordinal);
        while (NextProperty(out var name))
        {
            switch (name)
            {
                case "digest":
                    digest = ReadDigest();
                    break;
                case "mediaType":
                    mediaType = ReadString();
                    break;
                case "platforms":
                    Expect(JsonTokenType.StartObject, "an object");
                    while (NextProperty(out var platform))
                    {
                        platforms[platform] = ReadDigest();
                    }

                    break;
                case "config":
                    config = ReadConfig();
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }

        images.Add(key, new ResolvedImage(
            digest ?? throw Fault($"the entry of '{key}' has no \"digest\"", "Remove the entry, and run 'dotnet build -t:ContainerGuardPin'.", start),
            mediaType,
            platforms,
            config));
    }

    private ImageFacts ReadConfig()
    {
        Expect(JsonTokenType.StartObject, "an object");
        var config = new ImageFacts();
        while (NextProperty(out var name))
        {
            switch (name)
            {
                case "user":
                    config = config with { User = ReadString() };
                    break;
                case "exposedPorts":
                    config = config with { ExposedPorts = ReadStrings() };
                    break;
                case "environment":
                    config = config with { Environment = ReadStrings() };
                    break;
                case "entrypoint":
                    config = config with { Entrypoint = ReadStrings() };
                    break;
                case "command":
                    config = config with { Command = ReadStrings() };
                    break;
                case "workingDirectory":
                    config = config with { WorkingDirectory = ReadString() };
                    break;
                case "healthCheck":
                    config = config with { HasHealthCheck = ReadBoolean() };
                    break;
                case "labels":
                    config = config with { Labels = ReadLabels() };
                    break;
                case "shell":
                    config = config with { HasShell = ReadBoolean() };
                    break;
                case "system":
                    config = config with { System = ReadSystem() };
                    break;
                case "created":
                    config = config with { Created = ReadString() };
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }

        return config;
    }

    private Dictionary<string, string> ReadLabels()
    {
        Expect(JsonTokenType.StartObject, "an object");
        Dictionary<string, string> labels = new(StringComparer.Ordinal);
        while (NextProperty(out var key)) labels[key] = ReadString();
        return labels;
    }

    private SystemRelease ReadSystem()
    {
        Expect(JsonTokenType.StartObject, "an object");
        var system = new SystemRelease("", "", []);
        while (NextProperty(out var name))
        {
            if (name == "id") system = system with { Id = ReadString() };
            else if (name == "version") system = system with { Version = ReadString() };
            else if (name == "like") system = system with { Like = ReadStrings() };
            else _json.Skip();
        }

        return system;
    }

    private bool ReadBoolean() => _json.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Fault("true or false is expected", "Correct it, or delete the file and run 'dotnet build -t:ContainerGuardPin'."),
    };

    /// <summary>Moves to the value of the next property; false at the object's end.</summary>
    private bool NextProperty(out string name)
    {
        _json.Read();
        name = _json.TokenType == JsonTokenType.PropertyName ? _json.GetString()! : "";
        return _json.TokenType == JsonTokenType.PropertyName && _json.Read();
    }

    private ImageDigest ReadDigest() =>
        ImageDigest.TryParse(ReadString(), out var digest, out var reason)
            ? digest
            : throw Fault(reason, "Remove the entry, and run 'dotnet build -t:ContainerGuardPin'.");

    private string ReadString()
    {
        Expect(JsonTokenType.String, "a text");
        return _json.GetString()!;
    }

    private List<string> ReadStrings()
    {
        Expect(JsonTokenType.StartArray, "a list");
        List<string> values = [];
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            values.Add(ReadString());
        }

        return values;
    }

    private void Expect(JsonTokenType type, string what)
    {
        if (_json.TokenType != type)
        {
            throw Fault($"{what} is expected", "Correct it, or delete the file and run 'dotnet build -t:ContainerGuardPin'.");
        }
    }

    private LockFileException Fault(string message, string remedy) => Fault(message, remedy, _json.TokenStartIndex);

    private LockFileException Fault(string message, string remedy, long at, LockFileFault fault = LockFileFault.Malformed)
    {
        var before = _content[..(int)at];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new LockFileException(new LockFileError(
            fault, _path, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1, message, remedy));
    }

    /// <summary>Finds the markers that git leaves in a file after a conflict.</summary>
    private static void FindConflict(string path, ReadOnlySpan<byte> content)
    {
        var line = 1;
        while (true)
        {
            if (content.StartsWith("<<<<<<< "u8) || content.StartsWith(">>>>>>> "u8))
            {
                throw new LockFileException(new LockFileError(
                    LockFileFault.Malformed,
                    path,
                    line,
                    1,
                    "the lock file contains the markers of an unfinished merge",
                    "Keep the entries of both sides, one for each image, and remove the markers."));
            }

            var end = content.IndexOf((byte)'\n');
            if (end < 0)
            {
                return;
            }

            content = content[(end + 1)..];
            line++;
        }
    }

    /// <summary>Removes the position, which the diagnostic has already.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
