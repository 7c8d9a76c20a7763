using ContainerGuard.Formats;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// Reads lock files, which people and merges edit: every fault has a place and a remedy. Properties that this version
/// does not know are ignored.
/// </summary>
internal ref struct LockFileReader
{
    private const string Restore = "Correct it, restore it from version control, or delete it and run 'dotnet build -t:ContainerGuardPin'.";
    private const string Remove = "Remove the entry, and run 'dotnet build -t:ContainerGuardPin'.";

    private readonly string _path;
    private JsonCursor _json;

    private LockFileReader(string path, ReadOnlySpan<byte> content)
    {
        _path = path;
        _json = new JsonCursor("the lock file", content);
    }

    /// <param name="path">The file's path, for diagnostics only.</param>
    /// <param name="content">UTF-8, with or without a byte order mark.</param>
    /// <exception cref="LockFileException">It cannot be used.</exception>
    public static LockFile Read(string path, ReadOnlySpan<byte> content)
    {
        var reader = new LockFileReader(path, content);
        if (reader._json.Conflict() is { } conflict)
        {
            throw reader.Malformed(conflict, "Keep the entries of both sides, one for each image, and remove the markers.");
        }

        try
        {
            return reader.ReadFile();
        }
        catch (FormatProblemException exception)
        {
            throw reader.Malformed(exception.Problem, Restore);
        }
    }

    private LockFile ReadFile()
    {
        _json.BeginObject();
        Dictionary<string, ResolvedImage> images = new(StringComparer.Ordinal);
        Dictionary<string, LockedSource> sources = new(StringComparer.Ordinal);
        ImageDigest? advisories = null;
        var versionSeen = false;
        while (_json.NextProperty(out var name))
        {
            switch (name)
            {
                case "version":
                    ReadVersion();
                    versionSeen = true;
                    break;
                case "images":
                    _json.Object();
                    while (_json.NextProperty(out var key)) ReadEntry(key, images);
                    break;
                case "sources":
                    _json.Object();
                    while (_json.NextProperty(out var address)) ReadSource(address, sources);
                    break;
                case "advisories":
                    advisories = ReadDigest();
                    break;
                default:
                    _json.Skip();
                    break;
            }
        }

        _json.End();
        return versionSeen
            ? new LockFile(images) { IsOnDisk = true, Sources = sources, Advisories = advisories }
            : throw Malformed(_json.ErrorAt(0, "the lock file has no \"version\"").Problem, "Add \"version\": 1.");
    }

    private void ReadVersion()
    {
        if (_json.Count() is not { } version) throw Malformed("\"version\" is not a number from 1", "Write \"version\": 1.");
        if (version <= LockFile.CurrentVersion) return;
        throw Malformed(
            _json.Error($"the lock file has format {version}, and this version of ContainerGuard reads formats up to "
                + $"{LockFile.CurrentVersion}").Problem,
            "Update the ContainerGuard package to the version that wrote the file, or to a later one.",
            LockFileProblemKind.Newer);
    }

    private void ReadEntry(string key, Dictionary<string, ResolvedImage> images)
    {
        if (!ImageReference.TryParse(key, out var reference, out var reason))
        {
            throw Malformed($"'{key}' is not an image reference: {reason}", "Correct the name.");
        }

        if (reference.NormalizedWithoutDigest != key)
        {
            throw Malformed($"'{key}' is not the short form of the image's name", $"Write '{reference.NormalizedWithoutDigest}'.");
        }

        if (images.ContainsKey(key))
        {
            throw Malformed($"'{key}' has two entries", "Keep one of the two entries.");
        }

        _json.Object();
        var start = _json.Start;
        ImageDigest? digest = null;
        var mediaType = "";
        ImageFacts? config = null;
        Dictionary<string, ImageDigest> platforms = new(StringComparer.Ordinal);
        while (_json.NextProperty(out var name))
        {
            switch (name)
            {
                case "digest":
                    digest = ReadDigest();
                    break;
                case "mediaType":
                    mediaType = _json.Text();
                    break;
                case "platforms":
                    _json.Object();
                    while (_json.NextProperty(out var platform)) platforms[platform] = ReadDigest();
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
            digest ?? throw Malformed(_json.ErrorAt(start, $"the entry of '{key}' has no \"digest\"").Problem, Remove),
            mediaType,
            platforms,
            config));
    }

    private void ReadSource(string address, Dictionary<string, LockedSource> sources)
    {
        if (RemoteSource.Parse(address) is not { Problem: null } source)
        {
            throw Malformed($"'{address}' is not the address of a file or of a Git repository", "Correct or remove the entry.");
        }

        if (sources.ContainsKey(address)) throw Malformed($"'{address}' has two entries", "Keep one of the two entries.");
        _json.Object();
        var start = _json.Start;
        var expected = source.IsGit ? "commit" : "checksum";
        LockedSource? locked = null;
        while (_json.NextProperty(out var name))
        {
            if (name != expected)
            {
                _json.Skip();
                continue;
            }

            var written = _json.Text();
            locked = LockedSource.Parse(written, source.IsGit) ?? throw Malformed($"'{written}' is not a valid {expected}", Remove);
        }

        sources.Add(
            address, locked ?? throw Malformed(_json.ErrorAt(start, $"the entry of '{address}' has no \"{expected}\"").Problem, Remove));
    }

    private ImageFacts ReadConfig()
    {
        _json.Object();
        var config = new ImageFacts();
        while (_json.NextProperty(out var name))
        {
            config = name switch
            {
                "user" => config with { User = _json.Text() },
                "exposedPorts" => config with { ExposedPorts = _json.Texts() },
                "environment" => config with { Environment = _json.Texts() },
                "entrypoint" => config with { Entrypoint = _json.Texts() },
                "command" => config with { Command = _json.Texts() },
                "onbuild" => config with { Triggers = _json.Texts() },
                "workingDirectory" => config with { WorkingDirectory = _json.Text() },
                "healthCheck" => config with { HasHealthCheck = _json.Boolean() },
                "labels" => config with { Labels = ReadTexts() },
                "dotnet" => config with { DotNet = ReadTexts() },
                "shell" => config with { HasShell = _json.Boolean() },
                "system" => config with { System = ReadSystem() },
                "created" => config with { Created = _json.Text() },
                _ => Skipped(config),
            };
        }

        return config;
    }

    /// <summary>A value that a later version has added is passed over.</summary>
    private ImageFacts Skipped(ImageFacts config)
    {
        _json.Skip();
        return config;
    }

    private Dictionary<string, string> ReadTexts()
    {
        _json.Object();
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        while (_json.NextProperty(out var key)) texts[key] = _json.Text();
        return texts;
    }

    private SystemRelease ReadSystem()
    {
        _json.Object();
        var system = new SystemRelease("", "", []);
        while (_json.NextProperty(out var name))
        {
            if (name == "id") system = system with { Id = _json.Text() };
            else if (name == "version") system = system with { Version = _json.Text() };
            else if (name == "like") system = system with { Like = _json.Texts() };
            else _json.Skip();
        }

        return system;
    }

    private ImageDigest ReadDigest() =>
        ImageDigest.TryParse(_json.Text(), out var digest, out var reason) ? digest : throw Malformed(reason, Remove);

    private readonly LockFileException Malformed(string message, string remedy) => Malformed(_json.Error(message).Problem, remedy);

    private readonly LockFileException Malformed(
        FormatProblem problem, string remedy, LockFileProblemKind kind = LockFileProblemKind.Malformed) =>
        new(new LockFileProblem(kind, _path, problem.Line, problem.Column, problem.Message, remedy));
}
