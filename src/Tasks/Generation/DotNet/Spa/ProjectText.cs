using System.Text;
using System.Xml;
using System.Xml.Linq;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// An MSBuild project as far as its text tells without MSBuild: properties with plain values, and targets, as a Release build of an image sees them
/// (learn.microsoft.com/visualstudio/msbuild/msbuild-conditions).
/// </summary>
internal sealed class ProjectText
{
    private readonly XElement root;
    private readonly Dictionary<string, string> properties = new(StringComparer.OrdinalIgnoreCase);

    private ProjectText(XElement root, string path)
    {
        this.root = root;
        Directory = Path.GetDirectoryName(path)!;
        properties["MSBuildProjectDirectory"] = Directory;
        properties["MSBuildThisFileDirectory"] = Directory + "/";
        properties["ProjectDir"] = Directory + "/";
        properties["MSBuildProjectName"] = Path.GetFileNameWithoutExtension(path);
        properties["Configuration"] = "Release";
    }

    /// <summary>The project's folder, absolute.</summary>
    public string Directory { get; }

    public IEnumerable<XElement> Targets => Children(root, "Target").Where(Applies);

    /// <param name="files">The disk.</param>
    /// <param name="path">The project, absolute.</param>
    /// <param name="evaluated">Properties whose values MSBuild has told.</param>
    /// <returns>Null where there is no project that can be read: MSBuild says so itself.</returns>
    public static ProjectText? Read(IFileSystem files, string path, params ReadOnlySpan<(string Name, string Value)> evaluated)
    {
        if (files.ReadText(path) is not { } text) return null;
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text.TrimStart('\uFEFF')),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true });
            var project = new ProjectText(XDocument.Load(reader).Root!, path);
            project.ReadProperties();
            foreach (var (name, value) in evaluated)
            {
                if (value.Length > 0) project.properties[name] = value;
            }

            return project;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The value of a property; empty where the text gives it none.</summary>
    public string Property(string name) => properties.TryGetValue(name, out var value) ? value : "";

    /// <summary>The text with the properties' values in it; a property that has none in here stays as it stands.</summary>
    public string Expand(string value)
    {
        var text = new StringBuilder(value.Length);
        var at = 0;
        for (var start = value.IndexOf("$(", StringComparison.Ordinal); start >= 0; start = value.IndexOf("$(", at, StringComparison.Ordinal))
        {
            var end = value.IndexOf(')', start);
            if (end < 0) break;
            text.Append(value, at, start - at);
            text.Append(properties.TryGetValue(value[(start + 2)..end], out var known) ? known : value[start..(end + 1)]);
            at = end + 1;
        }

        return text.Append(value, at, value.Length - at).ToString();
    }

    /// <summary>A folder, absolute and with forward slashes; null where properties in it have no value in here.</summary>
    public string? Folder(string value)
    {
        var path = Expand(value).Trim();
        return IsExpanded(path) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.Replace('\\', '/'), Directory)) : null;
    }

    /// <summary>Whether there is no property, item or metadata in a text that would have a value for MSBuild alone.</summary>
    public static bool IsExpanded(string text) =>
        !text.Contains("$(", StringComparison.Ordinal) && !text.Contains("@(", StringComparison.Ordinal) && !text.Contains("%(", StringComparison.Ordinal);

    /// <summary>Whether an element counts in the image's build: not where its condition keeps it to debugging, or out of containers.</summary>
    public static bool Applies(XElement element)
    {
        if (element.Attribute("Condition")?.Value is not { } condition) return true;
        var text = string.Concat(condition.Where(static character => !char.IsWhiteSpace(character)));
        return !text.Contains("'$(Configuration)'=='Debug'", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("'$(Configuration)'!='Release'", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("'$(DOTNET_RUNNING_IN_CONTAINER)'!='true'", StringComparison.OrdinalIgnoreCase)
            && !text.Contains("'$(ContainerGuardEnabled)'!='false'", StringComparison.OrdinalIgnoreCase);
    }

    public static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private void ReadProperties()
    {
        foreach (var group in Children(root, "PropertyGroup").Where(Applies))
        {
            foreach (var property in group.Elements().Where(Applies))
            {
                // A value under any other condition may be a default.
                var name = property.Name.LocalName;
                if (property.Attribute("Condition") is not null && Property(name).Length > 0) continue;
                properties[name] = Expand(property.Value.Trim());
            }
        }
    }
}
