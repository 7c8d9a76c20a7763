using System.Xml;
using System.Xml.Linq;
using ContainerGuard.Files;

namespace ContainerGuard;

/// <summary>
/// The commands in messages, as they work in the folder where the build was started. There <c>dotnet build</c> without a path may build
/// another project, or a solution, and MSBuild fails if one project of a solution does not have the target (MSB4057).
/// </summary>
/// <param name="projectFile">The project or the file of a file-based app, absolute.</param>
/// <param name="startedIn">The folder in which the build was started, absolute; empty if it is not known.</param>
/// <param name="globalProperties">Those of the project. MSBuild describes the solution that it builds in one of them.</param>
internal sealed class SuggestedCommand(string projectFile, string startedIn, IReadOnlyDictionary<string, string> globalProperties)
{
    private const string Command = "dotnet build";
    private const string Plain = $"{Command} -t:";

    /// <summary>An IDE starts builds far from the sources. A path from there would not help.</summary>
    private const int MostFoldersUp = 2;

    private string? _written;

    /// <summary>A text with its commands naming the project, if that is necessary.</summary>
    public string In(string text) =>
        text.Contains(Plain, StringComparison.Ordinal) ? text.Replace(Plain, _written ??= Write(), StringComparison.Ordinal) : text;

    private string Write()
    {
        if (startedIn.Length == 0 || !Directory.Exists(startedIn)) return Plain;
        var built = BuiltWithoutPath();
        if (built == projectFile || (built is not null && SolutionName.IsOne(built) && EveryProjectHasTargets(built))) return Plain;
        var path = Path.GetRelativePath(startedIn, projectFile).Replace('\\', '/');
        if (Path.IsPathRooted(path) || path.Split('/').Count(static part => part == "..") > MostFoldersUp) return Plain;
        return $"{Command} {(path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path)} -t:";
    }

    /// <summary>The file that MSBuild chooses in the folder; null if it finds none, or cannot choose (MSB1003, MSB1011).</summary>
    private string? BuiltWithoutPath()
    {
        string[] solutions = [.. Directory.EnumerateFiles(startedIn, "*.sln*").Where(SolutionName.IsOne)];
        string[] projects = [.. Directory.EnumerateFiles(startedIn, "*.*proj")];
        return (solutions, projects) switch
        {
            ([], [var project]) => project,
            ([var solution], []) => solution,
            ([var solution], [var project]) when Path.GetFileNameWithoutExtension(solution) == Path.GetFileNameWithoutExtension(project) =>
                solution,
            _ => null,
        };
    }

    private bool EveryProjectHasTargets(string solution)
    {
        if (globalProperties.GetValueOrDefault("SolutionPath") != solution
            || globalProperties.GetValueOrDefault("CurrentSolutionConfigurationContents") is not { Length: > 0 } contents)
        {
            return false;
        }

        try
        {
            return XDocument.Parse(contents).Descendants("ProjectConfiguration").Select(static one => one.Attribute("AbsolutePath")?.Value)
                .OfType<string>().All(HasTargets);
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether NuGet imports our targets, which it writes into a file below <c>obj</c>, or the project names our SDK.</summary>
    private static bool HasTargets(string project)
    {
        var imports = Path.Combine(Path.GetDirectoryName(project)!, "obj", Path.GetFileName(project) + ".nuget.g.targets");
        return Contains(imports, "ContainerGuard.targets") || Contains(project, "\"ContainerGuard/")
            || Contains(project, "Name=\"ContainerGuard\"");

        static bool Contains(string path, string text) =>
            File.Exists(path) && File.ReadAllText(path).Contains(text, StringComparison.OrdinalIgnoreCase);
    }
}
