using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>
/// Finds folders that an application makes beside its sources while it runs. It reads literals, and paths from the place of a module, and
/// runs nothing.
/// </summary>
internal static class PythonWrites
{
    private static readonly SourceWalk Modules = new(MostFiles: 300, MostDeep: 5, MostBytes: 128 * 1024, IsPart, IsModule);

    private static readonly string[] Makers = ["os.mkdir(", "os.makedirs("];

    /// <summary>Calls whose first argument is a folder or file that they create (docs.python.org, "os", "logging.handlers").</summary>
    private static readonly string[] Calls = [.. Makers, "FileHandler("];

    /// <summary>Modules that every process of the application imports.</summary>
    private static readonly string[] AlwaysRun =
        ["__init__.py", "app.py", "main.py", "server.py", "application.py", "wsgi.py", "asgi.py", "settings.py", "config.py"];

    private static readonly string[] Elsewhere = ["temp", "tmp", "expanduser", "home", "cache"];

    /// <summary>pathlib's call on the folder that it creates.</summary>
    private const string MakesItself = ".mkdir(";

    /// <summary>Django's folder of uploaded files (docs.djangoproject.com, "MEDIA_ROOT").</summary>
    private const string Uploads = "MEDIA_ROOT";

    /// <summary>Folders whose files are not part of the process.</summary>
    private static readonly string[] LeftOut =
        ["test", "tests", "docs", "doc", "scripts", "migrations", "deployment", "deploy", "examples", "benchmarks", "venv", "env", "build",
            "dist", "node_modules"];

    /// <summary>
    /// The first such call in a module: the file, the line and the folder. Without one, the first call that the server certainly runs when
    /// it starts, and whose folder is not known: then the folder is null. Null without any.
    /// </summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    public static (string File, int Line, string? Folder)? Of(IFileSystem disk, string folder)
    {
        (string File, int Line, string? Folder)? atStart = null;
        foreach (var (path, text) in Modules.In(disk, folder))
        {
            if (Written(text, path) is var (line, made)) return (path, line, made);
            if (atStart is null && Array.IndexOf(AlwaysRun, Path.GetFileName(path)) >= 0 && MadeAtStart(text) is { } row)
            {
                atStart = (path, row, null);
            }
        }

        return atStart;
    }

    private static int? MadeAtStart(string text)
    {
        var (number, isGuarded) = (0, false);
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length == 0) continue;
            var isAtMargin = line[0] is not (' ' or '\t' or '#');
            if ((isAtMargin || isGuarded) && Array.Exists(Makers, call => IsComputed(line, call))) return number;
            isGuarded = isAtMargin && line.StartsWith("if not ", StringComparison.Ordinal)
                && (line.Contains("exists(", StringComparison.Ordinal) || line.Contains("isdir(", StringComparison.Ordinal));
        }

        return null;
    }

    /// <summary>
    /// Whether a line makes a folder by a path that it computes. A temporary folder and one of the user's home are not beside the sources.
    /// </summary>
    private static bool IsComputed(string line, string call)
    {
        var start = line.IndexOf(call, StringComparison.Ordinal) + call.Length;
        return start >= call.Length && start < line.Length && line[start] is not ('"' or '\'')
            && !Array.Exists(Elsewhere, word => line.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsPart(string folder) =>
        Path.GetFileName(folder) is var name && name[0] is not ('.' or '_') && Array.IndexOf(LeftOut, name) < 0;

    private static bool IsModule(string name) => name.EndsWith(".py", StringComparison.Ordinal)
        && name is not ("setup.py" or "conftest.py" or "tests.py" or "noxfile.py" or "fabfile.py")
        && !name.StartsWith("test_", StringComparison.Ordinal);

    private static (int Line, string Folder)? Written(string text, string module)
    {
        if (!Array.Exists(Calls, call => text.Contains(call, StringComparison.Ordinal))
            && !text.Contains(MakesItself, StringComparison.Ordinal)
            && !text.Contains(Uploads, StringComparison.Ordinal))
        {
            return null;
        }

        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.TrimStart().StartsWith('#')) continue;
            if (line.StartsWith(Uploads, StringComparison.Ordinal) && DjangoStaticFiles.LastText(line.Split(" #")[0]) is { } uploads)
            {
                return (number, uploads);
            }

            if (MadeBy(line, text, module) is { } made) return (number, made);
            foreach (var call in Calls)
            {
                var start = line.IndexOf(call, StringComparison.Ordinal) + call.Length;
                if (start < call.Length || start >= line.Length || line[start] is not ('"' or '\'')) continue;
                var end = line.IndexOf(line[start], start + 1);
                if (end > 0 && FolderOf(line[(start + 1)..end], isFile: call == "FileHandler(") is { } folder) return (number, folder);
            }
        }

        return null;
    }

    /// <summary>The folder of a call whose argument is a variable or an expression of the place of the module; null without one.</summary>
    private static string? MadeBy(string line, string text, string module)
    {
        foreach (var call in Makers)
        {
            var start = line.IndexOf(call, StringComparison.Ordinal) + call.Length;
            if (start < call.Length) continue;
            var argument = line[start..].Split(", exist_ok")[0].TrimEnd().TrimEnd(')');
            return IsName(argument) ? OfVariable(argument) : ModuleFolders.Of(argument, module);
        }

        var dot = line.IndexOf(MakesItself, StringComparison.Ordinal);
        return dot > 0 && line[..dot].Trim() is var name && IsName(name) ? OfVariable(name) : null;

        string? OfVariable(string variable) =>
            ModuleFolders.Assigned(text, variable) is { } value ? ModuleFolders.Of(value, module) : null;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && text.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_');

    /// <summary>The folder of a relative path; null for another path.</summary>
    private static string? FolderOf(string path, bool isFile)
    {
        var relative = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        relative = isFile ? ContextPath.Folder(relative) : relative.TrimEnd('/');
        return relative.Length == 0 || relative[0] is '/' or '~' or '.' || TextScan.HasAny(relative, " $%{}\\:*?") ? null : relative;
    }
}
