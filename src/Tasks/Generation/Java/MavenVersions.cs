using System.Xml.Linq;

namespace ContainerGuard.Generation.Java;

/// <summary>
/// Versions in pom.xml files that are not exact (maven.apache.org/pom.html, "Dependency Version Requirement Specification").
/// </summary>
internal static class MavenVersions
{
    private static readonly string[] OwnVersions = ["${project.version}", "${project.parent.version}", "${revision}", "${version}"];

    /// <returns>The first file with such a version; null if all are exact, or come from a downloaded parent.</returns>
    /// <param name="modules">The modules to build, and their parents.</param>
    /// <param name="context">The build context, absolute.</param>
    public static Problem? Open(IReadOnlyList<MavenModule> modules, string context)
    {
        var own = modules.Select(static module => module.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var module in modules)
        {
            var open = new List<string>();
            foreach (var element in Versioned(module))
            {
                // A module of the same build has its version.
                if (Array.IndexOf(OwnVersions, Pom.Text(element, "version")) >= 0) continue;
                var version = module.Resolve(Pom.Text(element, "version"));
                var name = module.Resolve(Pom.Text(element, "artifactId"));
                if (IsOpen(version) && !own.Contains(name)) open.Add($"{name} {version}");
            }

            if (open.Count == 0) continue;
            var others = open.Count switch { 1 => "", 2 => " and another", _ => $" and {open.Count - 1} others" };
            return Problem.Unlocked(
                module.Path,
                $"{ContextPath.Relative(context, module.Path)} does not pin {open[0]}{others}, "
                    + "so every build can install different versions.",
                "Write exact versions, as 'mvn dependency:list' prints them.");
        }

        return null;
    }

    /// <summary>Whether a version is a range, a snapshot, or the newest. <c>[1.2]</c> is one version.</summary>
    public static bool IsOpen(string version) =>
        version is "LATEST" or "RELEASE"
        || version.EndsWith("-SNAPSHOT", StringComparison.Ordinal)
        || (version is ['[' or '(', ..] && !(version[^1] == ']' && !version.Contains(',', StringComparison.Ordinal)));

    private static IEnumerable<XElement> Versioned(MavenModule module)
    {
        var pom = module.Pom;
        var elements =
            pom.Dependencies.Concat(pom.ManagedDependencies).Concat(pom.Plugins).Concat(pom.ManagedPlugins).Concat(pom.Extensions);
        return pom.Parent is { } parent ? elements.Prepend(parent) : elements;
    }
}
