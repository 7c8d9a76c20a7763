using System.Globalization;

namespace ContainerGuard.Generation.Go;

/// <summary>The parts of a <c>go.mod</c> that matter for a container (go.dev/ref/mod#go-mod-file).</summary>
internal sealed class GoModule
{
    private readonly List<string> _required = [];
    private readonly Dictionary<string, string> _replaced = new(StringComparer.Ordinal);

    private GoModule()
    {
    }

    /// <summary>The module's path: <c>example.com/shop/v2</c>.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The minor version of Go 1 from <c>go</c> or <c>toolchain</c>; 0 if both are missing.</summary>
    public int Minor { get; private set; }

    /// <summary>Whether it requires modules that are downloaded.</summary>
    public bool IsDownloading => _required.Exists(module => !_replaced.TryGetValue(module, out var target) || !IsLocal(target));

    /// <summary>Well-known modules with C code (cmd/cgo).</summary>
    private static readonly string[] ModulesOfC =
        ["github.com/mattn/go-sqlite3", "gorm.io/driver/sqlite", "github.com/confluentinc/confluent-kafka-go",
            "github.com/marcboeker/go-duckdb",
            "github.com/duckdb/duckdb-go", "github.com/godror/godror", "github.com/mutecomm/go-sqlcipher", "github.com/valyala/gozstd",
            "github.com/linxGnu/grocksdb", "github.com/h2non/bimg", "github.com/davidbyttow/govips", "gopkg.in/gographics/imagick.v3"];

    /// <summary>Those that are linked with a library of the system.</summary>
    private static readonly string[] ModulesOfLibraries =
        ["github.com/linxGnu/grocksdb", "github.com/h2non/bimg", "github.com/davidbyttow/govips", "gopkg.in/gographics/imagick.v3"];

    /// <summary>The first required module with C code; null without one.</summary>
    public string? ModuleOfC => _required.Find(static module => Array.Exists(ModulesOfC, one => IsOf(module, one)));

    /// <summary>The first required module that needs a library of the system; null without one.</summary>
    public string? ModuleOfLibrary => _required.Find(static module => Array.Exists(ModulesOfLibraries, one => IsOf(module, one)));

    private static bool IsOf(string module, string name) => module == name || module.StartsWith(name + "/", StringComparison.Ordinal);

    /// <summary>The folders that replace required modules, relative to the module.</summary>
    public IEnumerable<string> LocalFolders
    {
        get
        {
            foreach (var target in _replaced.Values)
            {
                if (IsLocal(target)) yield return target;
            }
        }
    }

    /// <summary>
    /// The name that <c>go build</c> gives to a program in the module's root: the last part of the path, without the version.
    /// </summary>
    public string Name
    {
        get
        {
            var parts = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var last = parts.Length > 1 && parts[^1] is ['v', ..] version && IsNumber(version[1..]) ? parts[^2]
                : parts.Length > 0 ? parts[^1]
                : "";
            return last;
        }
    }

    public static GoModule Parse(string text)
    {
        var module = new GoModule();
        string? block = null;
        foreach (var rawLine in text.Split('\n'))
        {
            var comment = rawLine.IndexOf("//", StringComparison.Ordinal);
            var words = (comment < 0 ? rawLine : rawLine[..comment]).Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (words[0] == ")") block = null;
            else if (words is [var verb, "("]) block = verb;
            else if (block is not null) module.Add(block, words);
            else module.Add(words[0], words[1..]);
        }

        return module;
    }

    private void Add(string verb, string[] words)
    {
        if (words.Length == 0) return;
        switch (verb)
        {
            case "module": Path = Unquote(words[0]); break;
            case "go": Minor = Math.Max(Minor, MinorOf(words[0])); break;
            case "toolchain" when words[0].StartsWith("go", StringComparison.Ordinal):
                Minor = Math.Max(Minor, MinorOf(words[0][2..])); break;
            case "require": _required.Add(Unquote(words[0])); break;
            case "replace" when Array.IndexOf(words, "=>") is > 0 and var arrow && arrow + 1 < words.Length:
                _replaced[Unquote(words[0])] = Unquote(words[arrow + 1]); break;
            default: break;
        }
    }

    /// <summary>24 for 1.24.1, and 25 for 1.25rc1.</summary>
    private static int MinorOf(string version)
    {
        if (!version.StartsWith("1.", StringComparison.Ordinal)) return 0;
        var end = 2;
        while (end < version.Length && char.IsAsciiDigit(version[end])) end++;
        return int.TryParse(version[2..end], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : 0;
    }

    /// <summary>A replacement that begins with ./ or ../ or / is a folder; any other is a module.</summary>
    private static bool IsLocal(string target) =>
        target.StartsWith("./", StringComparison.Ordinal)
        || target.StartsWith("../", StringComparison.Ordinal)
        || target is "." or ".." or ['/', ..];

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Unquote(string word) => word.Trim('"', '`');
}
