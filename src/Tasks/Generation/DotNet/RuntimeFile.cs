using System.Text.RegularExpressions;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>A file that the sources of an app read.</summary>
/// <param name="Source">The source file, relative to the project's folder.</param>
/// <param name="Path">The path in the source.</param>
internal sealed partial record RuntimeFile(string Source, string Path)
{
    private const int MostFiles = 400;
    private const int MostBytes = 128 * 1024;

    /// <summary>Whether the file is above the project's folder.</summary>
    public bool IsOutside => Path.StartsWith("..", StringComparison.Ordinal);

    /// <summary>
    /// The first file that the app finds when it runs from the project's folder, as <c>dotnet run</c> does, and not in its image. Null
    /// without one, or if the project copies files, which it can do by patterns.
    /// </summary>
    /// <param name="files">The disk.</param>
    /// <param name="project">The project.</param>
    public static RuntimeFile? MissingFrom(IFileSystem files, DotNetProject project)
    {
        var folder = System.IO.Path.GetDirectoryName(project.ProjectPath)!;
        var copies = files.ReadText(project.ProjectPath)?.Contains("CopyTo", StringComparison.Ordinal) != false;
        var left = MostFiles;
        Queue<string> open = new([""]);
        while (open.TryDequeue(out var relative))
        {
            var entries = files.List(System.IO.Path.Combine(folder, relative));
            foreach (var entry in entries.OrderBy(static one => one.Name, StringComparer.Ordinal))
            {
                var path = relative.Length == 0 ? entry.Name : $"{relative}/{entry.Name}";
                if (entry.Kind == FileKind.Directory)
                {
                    if (entry.Name is not ("bin" or "obj" or "node_modules" or "wwwroot") && entry.Name[0] != '.') open.Enqueue(path);
                    continue;
                }

                if (!entry.Name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) || left-- <= 0) continue;
                if (files.ReadText(System.IO.Path.Combine(folder, path), MostBytes) is not { } text) continue;
                var missing = Reader().Matches(text)
                    .Select(match => new RuntimeFile(path, match.Groups["path"].Value.Replace('\\', '/')))
                    .FirstOrDefault(read => (read.IsOutside || !copies) && read.IsMissing(files, folder, project.IsWeb));
                if (missing is not null) return missing;
            }
        }

        return null;
    }

    /// <summary>Whether the file exists, and the SDK does not publish it.</summary>
    private bool IsMissing(IFileSystem files, string folder, bool isWeb) =>
        files.FileExists(System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, Path))) && (IsOutside || !IsContent(isWeb));

    /// <summary>The SDK for web applications publishes settings and <c>wwwroot</c> (Microsoft.NET.Sdk.Web.ProjectSystem.props).</summary>
    private bool IsContent(bool isWeb) => isWeb && (Path.StartsWith("wwwroot/", StringComparison.Ordinal)
        || System.IO.Path.GetExtension(Path).ToLowerInvariant() is ".json" or ".config" or ".cshtml" or ".razor");

    /// <summary>A call that reads a file by a relative path in a string literal.</summary>
    [GeneratedRegex(
        """(?:\bFile\.(?:ReadAll\w+|ReadLines\w*|OpenRead|OpenText)|\bnew StreamReader)"""
            + """\(\s*@?"(?<path>(?![/~]|[A-Za-z]:)[^"{}*\r\n]+)["]""")]
    private static partial Regex Reader();
}
