using ContainerGuard.Files;

namespace ContainerGuard.Generation.Go;

/// <summary>A program of a module: the folder of its main package, relative to the module; empty for the module's root.</summary>
internal sealed record GoProgram(string Folder)
{
    /// <summary>The argument of <c>go build</c>.</summary>
    public string Package => Folder.Length == 0 ? "." : $"./{Folder}";
}

/// <summary>
/// Finds the programs of a module in the folders of Go's usual layout: the root, <c>cmd</c>, and the folders of <c>cmd</c>.
/// </summary>
internal static class GoPrograms
{
    /// <summary>How much of a source file is read to find its package clause, which only comments precede.</summary>
    private const int MostBytes = 16 * 1024;

    private const int MostDeep = 3;

    /// <summary>Folders whose programs are not what a module ships.</summary>
    private static readonly string[] NotServers =
        ["vendor", "test", "tests", "testdata", "examples", "example", "tools", "scripts", "hack", "docs", "node_modules", "internal"];

    /// <summary>
    /// Only the root if it has a program, else the programs of <c>cmd</c>, else those of other folders, sorted. Without any of
    /// these, the folder that the project names, for example of an example.
    /// </summary>
    /// <param name="files">The disk.</param>
    /// <param name="directory">The module's folder, absolute.</param>
    /// <param name="name">The name of a program; empty if the project names none.</param>
    public static IReadOnlyList<GoProgram> Find(IFileSystem files, string directory, string name)
    {
        var usual = Usual(files, directory);
        return usual.Count > 0 || name.Length == 0 ? usual : [.. Named(files, directory, "", name)];
    }

    private static IEnumerable<GoProgram> Named(IFileSystem files, string directory, string folder, string name)
    {
        foreach (var entry in files.List(Path.Combine(directory, folder)).Where(static entry => entry.Kind == FileKind.Directory)
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.Name[0] is '.' or '_' || entry.Name is "vendor" or "node_modules" or "testdata") continue;
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (entry.Name == name && IsProgram(files, Path.Combine(directory, path))) yield return new(path);
            if (path.Count(static character => character == '/') >= MostDeep) continue;
            foreach (var below in Named(files, directory, path, name)) yield return below;
        }
    }

    private static List<GoProgram> Usual(IFileSystem files, string directory)
    {
        if (IsProgram(files, directory)) return [new GoProgram("")];

        var commands = Path.Combine(directory, "cmd");
        var found = new List<GoProgram>();
        if (IsProgram(files, commands)) found.Add(new GoProgram("cmd"));
        var folders = new List<string>();
        foreach (var entry in files.List(commands))
        {
            if (entry.Kind == FileKind.Directory) folders.Add(entry.Name);
        }

        folders.Sort(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            if (IsProgram(files, Path.Combine(commands, folder))) found.Add(new GoProgram($"cmd/{folder}"));
        }

        if (found.Count > 0) return found;
        foreach (var entry in files.List(directory).Where(static entry => entry.Kind == FileKind.Directory)
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            if (entry.Name[0] is '.' or '_' || Array.IndexOf(NotServers, entry.Name) >= 0) continue;
            if (IsProgram(files, Path.Combine(directory, entry.Name))) found.Add(new GoProgram(entry.Name));
        }

        return found;
    }

    private static bool IsProgram(IFileSystem files, string folder)
    {
        foreach (var entry in files.List(folder))
        {
            if (entry.Kind == FileKind.File
                && entry.Name.EndsWith(".go", StringComparison.Ordinal)
                && !entry.Name.EndsWith("_test.go", StringComparison.Ordinal)
                && entry.Name[0] is not ('_' or '.')
                && files.ReadText(Path.Combine(folder, entry.Name), MostBytes) is { } text
                && IsMain(text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the file is in package main. A file with <c>//go:build ignore</c> is a script outside the program.</summary>
    private static bool IsMain(string text)
    {
        var isInComment = false;
        foreach (var rawLine in text.Split('\n'))
        {
            var line = rawLine.Trim();
            if (isInComment)
            {
                var end = line.IndexOf("*/", StringComparison.Ordinal);
                if (end < 0) continue;
                isInComment = false;
                line = line[(end + 2)..].Trim();
            }

            if (line.StartsWith("//go:build ignore", StringComparison.Ordinal)
                || line.StartsWith("// +build ignore", StringComparison.Ordinal))
            {
                return false;
            }

            if (line.Length == 0 || line.StartsWith("//", StringComparison.Ordinal)) continue;
            if (line.StartsWith("/*", StringComparison.Ordinal))
            {
                isInComment = !line.Contains("*/", StringComparison.Ordinal);
                continue;
            }

            return line.Split([' ', '\t', ';', '/'], StringSplitOptions.RemoveEmptyEntries) is ["package", "main", ..];
        }

        return false;
    }
}
