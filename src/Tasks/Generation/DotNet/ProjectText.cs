using System.Text;
using System.Xml;
using System.Xml.Linq;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The parts of an MSBuild project that its text shows without an evaluation: properties with literal values, and targets, for a Release
/// build in an image (learn.microsoft.com/visualstudio/msbuild/msbuild-conditions).
/// </summary>
internal sealed class ProjectText
{
    private readonly XElement _root;
    private readonly Dictionary<string, string> _properties = new(StringComparer.OrdinalIgnoreCase);

    private ProjectText(XElement root, string path)
    {
        _root = root;
        Directory = Path.GetDirectoryName(path)!;
        _properties["MSBuildProjectDirectory"] = Directory;
        _properties["MSBuildThisFileDirectory"] = Directory + "/";
        _properties["ProjectDir"] = Directory + "/";
        _properties["MSBuildProjectName"] = Path.GetFileNameWithoutExtension(path);
        _properties["Configuration"] = "Release";
    }

    /// <summary>The project's folder, absolute.</summary>
    public string Directory { get; }

    /// <summary>The properties for conditions of targets; null to ask only for the configuration.</summary>
    public MSBuildExpressions? Expressions { get; init; }

    public IEnumerable<XElement> Targets => Children(_root, "Target").Where(Runs);

    /// <param name="files">The disk.</param>
    /// <param name="path">The project, absolute.</param>
    /// <param name="expressions">The properties for conditions of targets; null to ask only for the configuration.</param>
    /// <param name="evaluated">Properties with values that MSBuild has evaluated.</param>
    /// <returns>Null for a missing or invalid file, which MSBuild reports.</returns>
    public static ProjectText? Read(
        IFileSystem files, string path, MSBuildExpressions? expressions, params ReadOnlySpan<(string Name, string Value)> evaluated)
    {
        if (files.ReadText(path) is not { } text) return null;
        try
        {
            using var reader = XmlFile.Open(text, allowsDtd: true);
            var project = new ProjectText(XDocument.Load(reader).Root!, path) { Expressions = expressions };
            project.ReadProperties();
            foreach (var (name, value) in evaluated)
            {
                if (value.Length > 0) project._properties[name] = value;
            }

            return project;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The value of a property; empty if the text does not set it.</summary>
    public string Property(string name) => _properties.TryGetValue(name, out var value) ? value : "";

    /// <summary>Replaces the properties in a text. An unknown property is not replaced.</summary>
    public string Expand(string value)
    {
        var text = new StringBuilder(value.Length);
        var at = 0;
        for (var start = value.IndexOf("$(", StringComparison.Ordinal); start >= 0;
            start = value.IndexOf("$(", at, StringComparison.Ordinal))
        {
            var end = value.IndexOf(')', start);
            if (end < 0) break;
            text.Append(value, at, start - at);
            text.Append(_properties.TryGetValue(value[(start + 2)..end], out var known) ? known : value[start..(end + 1)]);
            at = end + 1;
        }

        return text.Append(value, at, value.Length - at).ToString();
    }

    /// <summary>A folder, absolute and with forward slashes; null if it contains an unknown property.</summary>
    public string? Folder(string value)
    {
        var path = Expand(value).Trim();
        return IsExpanded(path) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.Replace('\\', '/'), Directory)) : null;
    }

    /// <summary>Whether a text contains no property, item or metadata that only MSBuild can evaluate.</summary>
    public static bool IsExpanded(string text) =>
        !text.Contains("$(", StringComparison.Ordinal)
        && !text.Contains("@(", StringComparison.Ordinal)
        && !text.Contains("%(", StringComparison.Ordinal);

    /// <summary>
    /// Whether an element applies to the image's build. It does not if its condition is for debugging, or excludes containers.
    /// </summary>
    public static bool Applies(XElement element)
    {
        if (element.Attribute("Condition")?.Value is not { } condition) return true;
        var text = string.Concat(condition.Where(static character => !char.IsWhiteSpace(character)));
        return !text.Contains("'$(Configuration)'=='Debug'", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("'$(Configuration)'!='Release'", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("'$(DOTNET_RUNNING_IN_CONTAINER)'!='true'", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("'$(ContainerGuardEnabled)'!='false'", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a target or a task runs in the image's build; true if its condition depends on a value that is not known.</summary>
    public bool Runs(XElement element) => Applies(element)
        && (Expressions is null || MSBuildCondition.Test(element.Attribute("Condition")?.Value, Expressions) != false);

    public static IEnumerable<XElement> Children(XElement parent, string name) =>
        parent.Elements().Where(element => element.Name.LocalName == name);

    private void ReadProperties()
    {
        foreach (var group in Children(_root, "PropertyGroup").Where(Applies))
        {
            foreach (var property in group.Elements().Where(Applies))
            {
                // A value with another condition can be a default.
                var name = property.Name.LocalName;
                if (property.Attribute("Condition") is not null && Property(name).Length > 0) continue;
                _properties[name] = Expand(property.Value.Trim());
            }
        }
    }
}
