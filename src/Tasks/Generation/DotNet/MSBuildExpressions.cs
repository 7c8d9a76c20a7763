using System.Globalization;
using System.Text;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The properties of one project while its files are read in order. An expression has a value only if it depends on nothing but these files
/// and the disk (learn.microsoft.com/visualstudio/msbuild/property-functions).
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="project">The project, absolute.</param>
internal sealed class MSBuildExpressions(IFileSystem files, string project)
{
    private readonly string _project = project;

    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;

    /// <summary>The value is null for a property that is set, but to a value that is not known.</summary>
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase) { ["Configuration"] = "Release" };

    /// <summary>The beginnings of the names of properties that the SDK sets.</summary>
    private static readonly string[] OfSdk =
    [
        "MSBuild", "Publish", "Output", "Out", "Intermediate", "BaseOutput", "BaseIntermediate", "Target", "Runtime", "Assembly", "Package",
        "NuGet", "Net", "Project", "Is", "Using", "Language", "Root", "Self", "Use", "_", "Container", "Version", "Ide", "Build", "Node",
        "Npm", "Artifacts",
    ];

    /// <summary>Whether a property that no file sets is empty, unless the SDK sets properties of such names.</summary>
    public bool UnsetIsEmpty { get; set; }

    /// <summary>The file that is read now, absolute.</summary>
    public string File { get; set; } = project;

    /// <summary>The folder of the project.</summary>
    public string Directory { get; } = Path.GetDirectoryName(project)!;

    /// <summary>Files that an expression has read or looked for, absolute. All exist.</summary>
    public List<string> ReadFiles { get; } = [];

    /// <summary>The first expression that reads a file whose path is not known; null without one.</summary>
    public string? UnknownRead { get; private set; }

    /// <summary>The value of a property; null if it is not known.</summary>
    public string? Property(string name) => Reserved(name)
        ?? (_values.TryGetValue(name, out var value) ? value
            : UnsetIsEmpty && !Array.Exists(OfSdk, one => name.StartsWith(one, IgnoreCase)) ? ""
            : null);

    /// <summary>Sets a property. It is not known any longer if a condition decides, unless the value is the same.</summary>
    public void Set(string name, string? value, bool isCertain) =>
        _values[name] = isCertain || (_values.TryGetValue(name, out var known) && known == value) ? value : null;

    /// <summary>An absolute path with this machine's separators.</summary>
    public string FullPath(string path, string? folder = null)
    {
        var text = path.Trim().Replace('\\', '/');
        return Path.GetFullPath(text.Length == 0 ? "." : text, folder ?? Directory);
    }

    /// <summary>The text with its properties; null if one is not known. Functions that read files are registered in any case.</summary>
    public string? Expand(string text)
    {
        var result = new StringBuilder(text.Length);
        var (at, isKnown) = (0, !text.Contains("@(", StringComparison.Ordinal) && !text.Contains("%(", StringComparison.Ordinal));
        for (var start = text.IndexOf("$(", StringComparison.Ordinal); start >= 0; start = text.IndexOf("$(", at, StringComparison.Ordinal))
        {
            var end = Closing(text, start + 1);
            if (end < 0) return null;
            var value = Value(text[(start + 2)..end].Trim());
            isKnown &= value is not null;
            result.Append(text, at, start - at).Append(value);
            at = end + 1;
        }

        return isKnown ? result.Append(text, at, text.Length - at).ToString() : null;
    }

    /// <summary>Whether a file or folder exists. A file is registered, because its absence in a build would be noticed.</summary>
    public bool Exists(string path)
    {
        foreach (var folder in (string[])[Path.GetDirectoryName(File)!, Directory])
        {
            var full = FullPath(path, folder);
            if (files.FileExists(full))
            {
                ReadFiles.Add(full);
                return true;
            }

            if (files.DirectoryExists(full)) return true;
        }

        return false;
    }

    /// <summary>The nearest file of this name, in a folder or above it; null if none exists.</summary>
    public string? Above(string name, string folder)
    {
        for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
        {
            var path = FullPath(name, current);
            if (files.FileExists(path)) return path;
        }

        return null;
    }

    private string? Reserved(string name) => name.ToUpperInvariant() switch
    {
        "MSBUILDPROJECTDIRECTORY" => Directory,
        "PROJECTDIR" => Directory + "/",
        "MSBUILDPROJECTFULLPATH" => _project,
        "MSBUILDPROJECTFILE" => Path.GetFileName(_project),
        "MSBUILDPROJECTNAME" => Path.GetFileNameWithoutExtension(_project),
        "MSBUILDPROJECTEXTENSION" => Path.GetExtension(_project),
        "MSBUILDTHISFILEDIRECTORY" => Path.GetDirectoryName(File) + "/",
        "MSBUILDTHISFILEFULLPATH" => File,
        "MSBUILDTHISFILE" => Path.GetFileName(File),
        "MSBUILDTHISFILENAME" => Path.GetFileNameWithoutExtension(File),
        _ => null,
    };

    private string? Value(string expression)
    {
        if (expression.StartsWith('[')) return Function(expression);
        var dot = expression.IndexOfAny(['.', '[']);
        return dot < 0 ? Property(expression) : Property(expression[..dot]) is { } value ? Then(value, expression[dot..]) : null;
    }

    /// <summary>The value after the calls behind it; null for a call that is not known.</summary>
    private static string? Then(string? value, string calls) => calls.Trim() switch
    {
        "" => value,
        ".Trim()" => value?.Trim(),
        ".TrimEnd()" => value?.TrimEnd(),
        _ => null,
    };

    private string? Function(string expression)
    {
        var name = expression.IndexOf("]::", StringComparison.Ordinal);
        var open = name < 0 ? -1 : expression.IndexOf('(', name);
        var close = open < 0 ? -1 : Closing(expression, open);
        if (close < 0) return null;
        var type = expression[1..name].Trim();
        type = type[(type.LastIndexOf('.') + 1)..];
        var arguments = Arguments(expression[(open + 1)..close]).ToArray();
        var call = $"{type}.{expression[(name + 3)..open].Trim()}".ToUpperInvariant();
        if (arguments is [null, ..] or [_, null, ..])
        {
            if (call.StartsWith("FILE.READ", StringComparison.Ordinal)) UnknownRead ??= expression;
            return null;
        }

        return Then(Call(call, [.. arguments.Select(static one => one ?? "")], expression), expression[(close + 1)..]);
    }

    private string? Call(string call, string[] arguments, string expression)
    {
        switch (call, arguments)
        {
            case ("FILE.READALLTEXT", [var path, ..]): return Read(path);
            case ("FILE.EXISTS" or "DIRECTORY.EXISTS", [var path]): return Exists(path) ? "True" : "False";
            case ("PATH.COMBINE", [_, ..]): return Path.Combine([.. arguments.Select(static one => one.Replace('\\', '/'))]);
            case ("PATH.GETFULLPATH" or "MSBUILD.NORMALIZEPATH", [_, ..]): return FullPath(Path.Combine(arguments));
            case ("MSBUILD.NORMALIZEDIRECTORY", [_, ..]): return FullPath(Path.Combine(arguments)).TrimEnd('/') + "/";
            case ("MSBUILD.ENSURETRAILINGSLASH", [var path]): return path.Replace('\\', '/').TrimEnd('/') + "/";
            case ("PATH.GETDIRECTORYNAME", [var path]): return Path.GetDirectoryName(path.Replace('\\', '/'));
            case ("PATH.GETFILENAME", [var path]): return Path.GetFileName(path.Replace('\\', '/'));
            case ("MSBUILD.GETDIRECTORYNAMEOFFILEABOVE", [var folder, var name]):
                return Path.GetDirectoryName(Above(name, FullPath(folder))) ?? "";
            case ("MSBUILD.GETPATHOFFILEABOVE", [var name, ..]):
                return Above(name, arguments.Length > 1 ? FullPath(arguments[1]) : Path.GetDirectoryName(File)!) ?? "";
            default:
                if (call.StartsWith("FILE.", StringComparison.Ordinal) || call.StartsWith("DIRECTORY.GET", StringComparison.Ordinal))
                {
                    if (arguments is [var path, ..] && files.FileExists(FullPath(path))) ReadFiles.Add(FullPath(path));
                    else UnknownRead ??= expression;
                }

                return null;
        }
    }

    private string? Read(string path)
    {
        var full = FullPath(path);
        if (files.ReadText(full) is not { } text) return null;
        ReadFiles.Add(full);
        return text.TrimStart('\uFEFF');
    }

    private IEnumerable<string?> Arguments(string list)
    {
        if (list.Trim().Length == 0) yield break;
        var (depth, start, quote) = (0, 0, '\0');
        for (var at = 0; at <= list.Length; at++)
        {
            var character = at < list.Length ? list[at] : ',';
            var isQuote = character is '\'' or '"' or '`';
            if (quote != '\0' || isQuote)
            {
                quote = quote == '\0' ? character : character == quote ? '\0' : quote;
                continue;
            }

            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (character != ',' || depth > 0) continue;
            yield return Expand(list[start..at].Trim().Trim('\'', '"', '`'));
            start = at + 1;
        }
    }

    /// <summary>The position of the parenthesis that closes the one at a position; -1 without one.</summary>
    public static int Closing(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            if (text[at] == '(') depth++;
            else if (text[at] == ')' && --depth == 0) return at;
        }

        return -1;
    }

    /// <summary>Compares as MSBuild does: numbers and versions by value, other texts ignoring case. Null if a value is not known.</summary>
    public static bool? Compare(string? left, string operation, string? right)
    {
        if (left is null || right is null) return null;
        if (operation is "==" or "!=") return left.Equals(right, IgnoreCase) == (operation == "==");
        if (!decimal.TryParse(left, CultureInfo.InvariantCulture, out var one)) return null;
        if (!decimal.TryParse(right, CultureInfo.InvariantCulture, out var other)) return null;
        return operation switch { "<" => one < other, "<=" => one <= other, ">" => one > other, _ => one >= other };
    }
}
