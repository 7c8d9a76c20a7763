using ContainerGuard.Files;

namespace ContainerGuard.Generation.Go;

/// <summary>The patterns of <c>//go:embed</c> (pkg.go.dev/embed) whose files the sources do not contain.</summary>
internal static class GoEmbeds
{
    /// <summary>Folders that builds of browser applications write.</summary>
    private static readonly string[] BuiltFolders = ["dist", "build", "out"];

    /// <summary>
    /// Libraries that add files to a program by a step after or before its compilation. Without that step, the program looks for them in
    /// the folder of its sources, or in its working directory.
    /// </summary>
    private static readonly string[] Packers =
        ["github.com/knadh/stuffbin", "github.com/GeertJohan/go.rice", "github.com/gobuffalo/packr", "github.com/markbates/pkger"];

    /// <summary>The library that a line imports, and that adds files to the program by a further step; null without one.</summary>
    public static string? Packer(string line) => Array.Find(
        Packers, package => line.EndsWith($"\"{package}\"", StringComparison.Ordinal)
            || line.Contains($"\"{package}/", StringComparison.Ordinal));

    /// <summary>Whether a text can import one of these libraries.</summary>
    public static bool Mentions(string text) => Array.Exists(Packers, package => text.Contains(package, StringComparison.Ordinal));

    /// <summary>The pattern of a line <c>//go:embed</c> that names the output of a build; null without one.</summary>
    public static string? Built(string line) => Patterns(line)
        .FirstOrDefault(static pattern => pattern.Split('/').Any(static part => Array.IndexOf(BuiltFolders, part) >= 0));

    /// <summary>
    /// The pattern of a line <c>//go:embed</c> that matches no file, so that the program is not compiled; null without one.
    /// </summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The folder of the source file, absolute.</param>
    /// <param name="line">The line.</param>
    public static string? Missing(IFileSystem files, string folder, string line) =>
        Patterns(line).FirstOrDefault(pattern => !Exists(files, folder, pattern));

    private static IEnumerable<string> Patterns(string line) => line
        .Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries).Skip(1)
        .Select(static word => word.Trim('"', '`'))
        .Select(static word => word.StartsWith("all:", StringComparison.Ordinal) ? word["all:".Length..] : word);

    /// <summary>Whether there is a file or folder for the pattern's part before its first wildcard.</summary>
    private static bool Exists(IFileSystem files, string folder, string pattern)
    {
        var known = string.Join('/', pattern.Split('/').TakeWhile(static part => !TextScan.HasAny(part, "*?[\\")));
        var path = Path.Combine(folder, known);
        return known.Length == 0 || files.FileExists(path) || files.DirectoryExists(path);
    }
}
