using System.Text.RegularExpressions;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Node;

/// <summary>Finds the source file that runs a program while the application runs.</summary>
internal static partial class ProgramCalls
{
    private static readonly SourceWalk Sources = new(MostFiles: 800, MostDeep: 6, MostBytes: 64 * 1024, IsPart, IsSource);

    private static readonly string[] Endings = [".js", ".ts", ".mjs", ".mts", ".cjs", ".cts"];

    /// <summary>Folders whose files the application does not run.</summary>
    private static readonly string[] Other =
        ["node_modules", "test", "tests", "__tests__", "e2e", "cypress", "scripts", "dist", "build", "public", "docs", "examples", "bin",
            "obj"];

    /// <param name="files">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="program">The program's name.</param>
    /// <returns>The path of the first file, relative to the folder; null without one.</returns>
    public static string? Find(IFileSystem files, string folder, string program) =>
        Sources.In(files, folder).FirstOrDefault(source => Calls(source.Text, program)).Path;

    private static bool IsPart(string folder) =>
        Path.GetFileName(folder) is var name && name[0] != '.' && Array.IndexOf(Other, name) < 0;

    private static bool IsSource(string name) => Array.IndexOf(Endings, Path.GetExtension(name)) >= 0
        && !name.Contains(".test.", StringComparison.Ordinal) && !name.Contains(".spec.", StringComparison.Ordinal)
        && !name.Contains(".config.", StringComparison.Ordinal) && !name.EndsWith(".d.ts", StringComparison.Ordinal);

    private static bool Calls(string text, string program) =>
        text.Contains(program, StringComparison.Ordinal)
        && Call().Matches(text).Any(match => match.Groups["program"].Value == program);

    /// <summary>
    /// A call whose name says that it runs a program, with the program first: <c>spawn('pnpm', …)</c>, <c>exec('pnpm ls')</c>.
    /// </summary>
    [GeneratedRegex("""\w*(?:[Ss]pawn|[Ee]xec|[Rr]un)\w*\(\s*\[?\s*['"`](?<program>[\w-]+)[ '"`]""")]
    private static partial Regex Call();
}
