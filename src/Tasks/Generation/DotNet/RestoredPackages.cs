using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>The packages and frameworks in the assets file of a restored project (<c>project.assets.json</c>).</summary>
/// <param name="Versions">The version of each package, by name.</param>
/// <param name="Direct">The names of the packages that the project itself references.</param>
/// <param name="FrameworkReferences">The shared frameworks that the project, packages and referenced projects need.</param>
internal sealed record RestoredPackages(
    IReadOnlyDictionary<string, string> Versions, IReadOnlySet<string> Direct, IReadOnlyList<string> FrameworkReferences)
{
    /// <summary>The names of the packages that the project or a referenced project references.</summary>
    public IReadOnlySet<string> OfProjects { get; init; } = Direct;

    /// <summary>Null if the file does not exist, or NuGet did not write it.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="path">The assets file, absolute.</param>
    public static RestoredPackages? Read(IFileSystem files, string path)
    {
        using var stream = files.Open(path);
        if (stream is null) return null;
        try
        {
            using var document = JsonDocument.Parse(stream);
            return Read(document.RootElement);
        }
        catch (Exception error) when (JsonText.IsDamage(error) || error is IOException)
        {
            return null;
        }
    }

    private static RestoredPackages Read(JsonElement root)
    {
        Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> direct = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> frameworks = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> ofProjects = new(StringComparer.OrdinalIgnoreCase);
        foreach (var library in root.Member("libraries").Members())
        {
            if (library.Value.Text("type") != "package") continue;
            var slash = library.Name.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0) versions[library.Name[..slash]] = library.Name[(slash + 1)..];
        }

        foreach (var target in root.Member("targets").Members())
        {
            foreach (var library in target.Value.Members())
            {
                if (library.Value.Text("type") == "project")
                {
                    ofProjects.UnionWith(library.Value.Member("dependencies").Members().Select(static package => package.Name));
                }

                foreach (var reference in library.Value.Member("frameworkReferences").Items()) frameworks.Add(reference.GetString()!);
            }
        }

        foreach (var framework in root.Member("project").Member("frameworks").Members())
        {
            direct.UnionWith(framework.Value.Member("dependencies").Members().Select(static package => package.Name));
            frameworks.UnionWith(framework.Value.Member("frameworkReferences").Members().Select(static reference => reference.Name));
        }

        ofProjects.UnionWith(direct);
        return new RestoredPackages(versions, direct, [.. frameworks.Order(StringComparer.Ordinal)]) { OfProjects = ofProjects };
    }
}
