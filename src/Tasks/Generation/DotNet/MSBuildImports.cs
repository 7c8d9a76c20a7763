using System.IO.Enumeration;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Finds the imports and project references of a project, .props or .targets file in its text. It resolves reserved properties
/// (learn.microsoft.com/visualstudio/msbuild/msbuild-reserved-and-well-known-properties); for any other property it
/// searches the rest of the path upward, which is where the properties of a repository usually point.
/// </summary>
internal sealed class MSBuildImports(IFileSystem files, string context)
{
    /// <param name="file">The importing file, absolute.</param>
    /// <param name="projectDirectory">The folder of the importing project, absolute.</param>
    /// <returns>
    /// Existing files in the context, absolute: imported files and referenced projects. NuGet's graph does not contain a project whose
    /// assembly is not referenced, for example an analyzer.
    /// </returns>
    public (IEnumerable<string> Imports, IEnumerable<string> Projects) Of(string file, string projectDirectory)
    {
        if (files.Read(file, Read) is not { } named) return ([], []);
        return (named.Imports.SelectMany(path => Resolve(path, file, projectDirectory)),
            named.Projects.SelectMany(path => Resolve(path, file, projectDirectory)));
    }

    private static NamedFiles Read(string text)
    {
        List<string> imports = [];
        List<string> projects = [];
        using var reader = XmlFile.Open(text, allowsDtd: true);
        while (XmlFile.NextElement(reader))
        {
            // An import with an Sdk attribute is part of the SDK.
            if (reader.LocalName == "Import"
                && reader.GetAttribute("Sdk") is null
                && reader.GetAttribute("Project") is { Length: > 0 } import)
            {
                imports.Add(import);
            }
            else if (reader.LocalName == "ProjectReference" && reader.GetAttribute("Include") is { Length: > 0 } project)
            {
                projects.Add(project);
            }
        }

        return new(imports, projects);
    }

    private IEnumerable<string> Resolve(string import, string file, string projectDirectory)
    {
        var folder = Path.GetDirectoryName(file)!;
        var path = import
            .Replace("$(MSBuildThisFileDirectory)", folder + "/", StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildProjectDirectory)", projectDirectory, StringComparison.OrdinalIgnoreCase)
            .Replace("$(MSBuildThisFileName)", Path.GetFileNameWithoutExtension(file), StringComparison.OrdinalIgnoreCase)
            .Replace('\\', '/');

        if (Above(path) is { } name) return Existing(FindAbove(folder, name));

        var property = path.LastIndexOf(')');
        if (property >= 0) return Existing(FindAbove(folder, path[(property + 1)..].TrimStart('/')));
        if (path.AsSpan().ContainsAny('*', '?')) return Matching(Path.GetFullPath(path, folder));
        return Existing(Path.GetFullPath(path, folder));
    }

    /// <summary>The name in a call of <c>GetPathOfFileAbove(name, …)</c>; null if the path has no such call.</summary>
    private static string? Above(string path)
    {
        const string Function = "GetPathOfFileAbove(";
        var start = path.IndexOf(Function, StringComparison.OrdinalIgnoreCase);
        if (start < 0) return null;
        var rest = path.AsSpan(start + Function.Length);
        var end = rest.IndexOfAny(',', ')');
        return end < 0 ? null : rest[..end].Trim().Trim("'\"`").ToString();
    }

    private string? FindAbove(string folder, string tail)
    {
        if (tail.Length == 0 || tail.Contains('$', StringComparison.Ordinal)) return null;
        foreach (var candidate in ContextPath.Upward(folder, context))
        {
            var path = Path.GetFullPath(tail, candidate);
            if (files.FileExists(path)) return path;
        }

        return null;
    }

    private string[] Existing(string? path) =>
        path is not null && ContextPath.Relative(context, path) is not null && files.FileExists(path) ? [path] : [];

    private IEnumerable<string> Matching(string pattern)
    {
        var folder = Path.GetDirectoryName(pattern)!;
        var name = Path.GetFileName(pattern);
        if (folder.AsSpan().ContainsAny('*', '?') || ContextPath.Relative(context, folder) is null) yield break;
        foreach (var entry in files.List(folder))
        {
            if (entry.Kind == FileKind.File && FileSystemName.MatchesSimpleExpression(name, entry.Name))
            {
                yield return Path.Combine(folder, entry.Name);
            }
        }
    }

    /// <summary>The imports and projects in a file's text, unresolved.</summary>
    private sealed record NamedFiles(IReadOnlyList<string> Imports, IReadOnlyList<string> Projects);
}
