using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>Finds folders that an application makes beside its sources while it runs. It reads literals only, and runs nothing.</summary>
internal static class PythonWrites
{
    private static readonly SourceWalk Modules = new(MostFiles: 300, MostDeep: 5, MostBytes: 128 * 1024, IsPart, IsModule);

    /// <summary>Calls whose first argument is a folder or file that they create (docs.python.org, "os", "logging.handlers").</summary>
    private static readonly string[] Calls = ["os.mkdir(", "os.makedirs(", "FileHandler("];

    /// <summary>Django's folder of uploaded files (docs.djangoproject.com, "MEDIA_ROOT").</summary>
    private const string Uploads = "MEDIA_ROOT";

    /// <summary>Folders whose files are not part of the process.</summary>
    private static readonly string[] LeftOut =
        ["test", "tests", "docs", "doc", "scripts", "migrations", "deployment", "deploy", "examples", "benchmarks", "venv", "env", "build",
            "dist", "node_modules"];

    /// <summary>The first such call in a module: the file, the line and the folder; null without one.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    public static (string File, int Line, string Folder)? Of(IFileSystem disk, string folder)
    {
        foreach (var (path, text) in Modules.In(disk, folder))
        {
            if (Written(text) is var (line, made)) return (path, line, made);
        }

        return null;
    }

    private static bool IsPart(string folder) =>
        Path.GetFileName(folder) is var name && name[0] is not ('.' or '_') && Array.IndexOf(LeftOut, name) < 0;

    private static bool IsModule(string name) => name.EndsWith(".py", StringComparison.Ordinal)
        && name is not ("setup.py" or "conftest.py" or "tests.py" or "noxfile.py" or "fabfile.py")
        && !name.StartsWith("test_", StringComparison.Ordinal);

    private static (int Line, string Folder)? Written(string text)
    {
        if (!Array.Exists(Calls, call => text.Contains(call, StringComparison.Ordinal))
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

    /// <summary>The folder of a relative path; null for another path.</summary>
    private static string? FolderOf(string path, bool isFile)
    {
        var relative = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
        relative = isFile ? ContextPath.Folder(relative) : relative.TrimEnd('/');
        return relative.Length == 0 || relative[0] is '/' or '~' or '.' || TextScan.HasAny(relative, " $%{}\\:*?") ? null : relative;
    }
}
