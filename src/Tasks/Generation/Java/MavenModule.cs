using System.Xml.Linq;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Java;

/// <summary>A pom.xml and its folder, with the parents in the same build context.</summary>
/// <param name="Folder">Absolute.</param>
/// <param name="Pom">Its content.</param>
/// <param name="Parent">The parent at <c>relativePath</c>; null for a downloaded parent, and for a module without one.</param>
internal sealed record MavenModule(string Folder, Pom Pom, MavenModule? Parent)
{
    /// <summary>The limits of parents and of properties in one text. They end circular references.</summary>
    private const int MostParents = 16;
    private const int MostSubstitutions = 64;

    public string Path => System.IO.Path.Combine(Folder, "pom.xml");

    /// <summary>This module and its parents, nearest first.</summary>
    public IEnumerable<MavenModule> Lineage
    {
        get
        {
            for (var module = this; module is not null; module = module.Parent) yield return module;
        }
    }

    /// <summary>The parent that is downloaded; null without one.</summary>
    public XElement? ExternalParent => Lineage.Last().Pom.Parent;

    public string Name => Resolve(Pom.ArtifactId);

    /// <returns>Null if the file is missing or not valid.</returns>
    /// <param name="files">The disk.</param>
    /// <param name="context">The build context, absolute.</param>
    /// <param name="path">The folder, or the file if it has another name; absolute.</param>
    /// <param name="problem">Why the file is not valid, with the position; null for a missing file.</param>
    /// <param name="steps">The number of modules below this parent.</param>
    public static MavenModule? Load(IFileSystem files, string context, string path, out Problem? problem, int steps = 0)
    {
        problem = null;
        var file = path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? path : System.IO.Path.Combine(path, "pom.xml");
        if (files.ReadText(file) is not { } text) return null;
        if (Pom.Parse(text, out var invalid) is not { } pom)
        {
            problem = new($"{ContextPath.Relative(context, file) ?? file} cannot be read: {invalid}", "Check it with 'mvn validate'.");
            return null;
        }

        var folder = System.IO.Path.GetDirectoryName(file)!;
        return new(folder, pom, steps < MostParents ? LoadParent(files, context, folder, pom, out problem, steps) : null);
    }

    private static MavenModule? LoadParent(IFileSystem files, string context, string folder, Pom pom, out Problem? problem, int steps)
    {
        problem = null;
        if (pom.Parent is not { } parent) return null;
        var isGiven = parent.Elements().Any(static element => element.Name.LocalName == "relativePath");
        var relative = isGiven ? Pom.Text(parent, "relativePath") : "..";
        if (relative.Length == 0) return null;
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, relative));
        if (ContextPath.Relative(context, path) is null) return null;

        // A file with another artifactId is not the parent. Maven reports it.
        return Load(files, context, path, out problem, steps + 1) is { } found && found.Pom.ArtifactId == Pom.Text(parent, "artifactId")
            ? found
            : null;
    }

    /// <summary>Replaces the properties in a text. An unknown property is not replaced.</summary>
    public string Resolve(string text)
    {
        var substitutions = MostSubstitutions;
        return Resolve(text, ref substitutions);
    }

    private string Resolve(string text, ref int substitutions)
    {
        var start = text.IndexOf("${", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf('}', start);
        if (end < 0) return text;
        var value = substitutions-- > 0 ? Value(text[(start + 2)..end]) : null;
        return text[..start] + (value is null
            ? text[start..(end + 1)]
            : Resolve(value, ref substitutions)) + Resolve(text[(end + 1)..], ref substitutions);
    }

    /// <summary>The value of a property; empty if it is not known.</summary>
    public string Property(string name) =>
        Value(name) is { } value && Resolve(value) is var resolved && !resolved.Contains("${", StringComparison.Ordinal) ? resolved : "";

    private string? Value(string name) => name switch
    {
        "project.artifactId" or "artifactId" => Pom.ArtifactId,
        "project.groupId" or "groupId" => Pom.GroupId,
        "project.version" or "version" => Pom.Version,
        "project.parent.version" => Pom.Text("parent", "version"),
        "project.build.finalName" => Pom.Text("build", "finalName"),
        _ => Lineage.Select(module => module.Pom.Properties.GetValueOrDefault(name)).FirstOrDefault(static value => value is not null),
    };

    /// <summary>Whether this pom.xml or a parent uses a plugin.</summary>
    public bool Uses(string plugin) => Lineage.Any(module => module.Pom.Plugins.Any(element => Pom.Text(element, "artifactId") == plugin));

    /// <summary>The elements that configure a plugin, nearest first.</summary>
    public IEnumerable<XElement> Plugin(string plugin)
    {
        foreach (var module in Lineage)
        {
            foreach (var element in module.Pom.Plugins.Concat(module.Pom.ManagedPlugins))
            {
                if (Pom.Text(element, "artifactId") == plugin) yield return element;
            }
        }
    }

    /// <summary>A setting of a plugin, from its configuration or that of an execution; empty if it is not set.</summary>
    public string Setting(string plugin, string name)
    {
        foreach (var element in Plugin(plugin))
        {
            foreach (var setting in element.Descendants())
            {
                if (setting.Name.LocalName == name
                    && setting.Ancestors().Any(static ancestor => ancestor.Name.LocalName == "configuration"))
                {
                    return Resolve(setting.Value.Trim());
                }
            }
        }

        return "";
    }

    /// <summary>Whether it needs libraries at run time, according to its pom.xml and the parents in the context.</summary>
    public bool HasLibraries => Lineage.Any(
        static module => module.Pom.Dependencies.Any(static dependency => Pom.Text(dependency, "scope") is "" or "compile" or "runtime"));
}
