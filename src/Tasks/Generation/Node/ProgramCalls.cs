using System.Text.RegularExpressions;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Node;

/// <summary>Finds the source file that runs a program while the application runs.</summary>
/// <param name="files">The disk.</param>
/// <param name="folder">The application's folder, absolute.</param>
internal sealed partial class ProgramCalls(IFileSystem files, string folder)
{
    private const int MostFiles = 800;

    private const int MostDeep = 6;

    private const int HeadBytes = 64 * 1024;

    private static readonly string[] Endings = [".js", ".ts", ".mjs", ".mts", ".cjs", ".cts"];

    /// <summary>Folders whose files the application does not run.</summary>
    private static readonly string[] Other =
        ["node_modules", "test", "tests", "__tests__", "e2e", "cypress", "scripts", "dist", "build", "public", "docs", "examples", "bin",
            "obj"];

    private int _left = MostFiles;

    /// <param name="program">The program's name.</param>
    /// <returns>The path of the first file, relative to the folder; null without one.</returns>
    public string? Find(string program) => In("", program, MostDeep);

    private string? In(string relative, string program, int depth)
    {
        var entries = files.List(Path.Combine(folder, relative)).OrderBy(static entry => entry.Name, StringComparer.Ordinal).ToArray();
        foreach (var entry in entries)
        {
            var path = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
            if (entry.Kind == FileKind.Directory)
            {
                if (depth == 0 || entry.Name[0] == '.' || Array.IndexOf(Other, entry.Name) >= 0) continue;
                if (In(path, program, depth - 1) is { } found) return found;
            }
            else if (Array.IndexOf(Endings, Path.GetExtension(entry.Name)) >= 0 && !IsForDevelopment(entry.Name))
            {
                if (_left-- <= 0) return null;
                if (files.ReadText(Path.Combine(folder, path), HeadBytes) is { } text && Calls(text, program)) return path;
            }
        }

        return null;
    }

    private static bool IsForDevelopment(string name) =>
        name.Contains(".test.", StringComparison.Ordinal) || name.Contains(".spec.", StringComparison.Ordinal)
        || name.Contains(".config.", StringComparison.Ordinal) || name.EndsWith(".d.ts", StringComparison.Ordinal);

    private static bool Calls(string text, string program) =>
        text.Contains(program, StringComparison.Ordinal)
        && Call().Matches(text).Any(match => match.Groups["program"].Value == program);

    /// <summary>
    /// A call whose name says that it runs a program, with the program first: <c>spawn('pnpm', …)</c>, <c>exec('pnpm ls')</c>.
    /// </summary>
    [GeneratedRegex("""\w*(?:[Ss]pawn|[Ee]xec|[Rr]un)\w*\(\s*\[?\s*['"`](?<program>[\w-]+)[ '"`]""")]
    private static partial Regex Call();
}
