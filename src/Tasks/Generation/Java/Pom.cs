using System.Xml;
using System.Xml.Linq;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Java;

/// <summary>The content of a <c>pom.xml</c> (maven.apache.org/pom.html). Namespaces are ignored, as in Maven.</summary>
internal sealed class Pom
{
    private readonly XElement _root;

    private Pom(XElement root)
    {
        _root = root;
        foreach (var property in Elements(root, "properties").Concat(ActiveProfiles.SelectMany(
            static profile => Elements(profile, "properties"))))
        {
            Properties[property.Name.LocalName] = property.Value.Trim();
        }
    }

    public string ArtifactId => Text("artifactId");

    public string GroupId => Text("groupId") is { Length: > 0 } own ? own : Text("parent", "groupId");

    public string Version => Text("version") is { Length: > 0 } own ? own : Text("parent", "version");

    public string Packaging => Text("packaging") is { Length: > 0 } packaging ? packaging : "jar";

    public Dictionary<string, string> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Folders or files, relative to the folder of this file.</summary>
    public IEnumerable<string> Modules => Elements(_root, "modules").Select(static module => module.Value.Trim());

    public XElement? Parent => Child(_root, "parent");

    public IEnumerable<XElement> Dependencies => Elements(_root, "dependencies");

    public IEnumerable<XElement> ManagedDependencies => Elements(_root, "dependencyManagement", "dependencies");

    /// <summary>The plugins, with those of the profiles that are active without a switch.</summary>
    public IEnumerable<XElement> Plugins => Elements(_root, "build", "plugins").Concat(ActiveProfiles.SelectMany(
        static profile => Elements(profile, "build", "plugins")));

    /// <summary>Profiles that a build uses if no switch names another one (maven.apache.org/guides, "Profiles").</summary>
    private IEnumerable<XElement> ActiveProfiles => Elements(_root, "profiles").Where(
        static profile => Text(profile, "activation", "activeByDefault") == "true"
            || Text(profile, "activation", "property", "name").StartsWith('!'));

    public IEnumerable<XElement> ManagedPlugins => Elements(_root, "build", "pluginManagement", "plugins");

    public IEnumerable<XElement> Extensions => Elements(_root, "build", "extensions");

    /// <returns>Null if the text is not a valid pom.xml.</returns>
    public static Pom? Parse(string text, out string? problem)
    {
        problem = null;
        try
        {
            using var reader = XmlFile.Open(text);
            var root = XElement.Load(reader);
            if (root.Name.LocalName == "project") return new Pom(root);
            problem = $"its root is <{root.Name.LocalName}>, not <project>.";
        }
        catch (XmlException error)
        {
            // Errors about prohibited content have no position.
            problem = error.LineNumber == 0 ? error.Message : $"line {error.LineNumber}, column {error.LinePosition}: {error.Message}";
        }

        return null;
    }

    public string Text(params ReadOnlySpan<string> path) => Text(_root, path);

    /// <summary>The text of an element below another; empty if it is missing.</summary>
    public static string Text(XElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) element = element is null ? null : Child(element, name);
        return element?.Value.Trim() ?? "";
    }

    private static XElement? Child(XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    private static IEnumerable<XElement> Elements(XElement? element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) element = element is null ? null : Child(element, name);
        return element?.Elements() ?? [];
    }
}
