using ContainerGuard.Files;

namespace ContainerGuard.Context;

/// <summary>
/// A folder that each machine creates for itself, such as installed packages or build output, and that the builder would receive.
/// </summary>
/// <param name="Path">Relative to the context, with forward slashes.</param>
/// <param name="Reason">Its content, as a noun phrase.</param>
/// <param name="IsBundle">Whether the image may be meant to contain it: bundles that a script of package.json builds.</param>
internal sealed record LocalFolder(string Path, string Reason, bool IsBundle = false)
{
    /// <summary>The local folders that the builder receives, sorted by path.</summary>
    public static List<LocalFolder> In(BuildContext context)
    {
        List<LocalFolder> found = [];
        HashSet<ContextEntry> inside = new(ReferenceEqualityComparer.Instance);
        foreach (var entry in context.Entries)
        {
            if (entry.Kind != FileKind.Directory || entry.Parent is not { } parent) continue;
            if (inside.Contains(parent))
            {
                inside.Add(entry);
            }
            else if (!entry.IsIgnored && Classify(entry, parent) is { } folder && context.IsSent($"{entry.Path}/a") && inside.Add(entry))
            {
                found.Add(folder);
            }
        }

        found.Sort(static (one, other) => string.CompareOrdinal(one.Path, other.Path));
        return found;
    }

    /// <summary>Classifies a folder by its name. If the name is ambiguous, the entries beside or in it decide, too.</summary>
    private static LocalFolder? Classify(ContextEntry entry, ContextEntry parent) => entry.Name switch
    {
        "node_modules" => new(entry.Path, "installed packages"),
        "bin" or "obj" when HasProject(parent) => new(entry.Path, "build output of .NET"),
        "target" when Has(parent, "Cargo.toml", "pom.xml", "build.sbt") => new(entry.Path, "build output"),
        "build" when Has(parent, "build.gradle", "build.gradle.kts") => new(entry.Path, "build output of Gradle"),
        ".gradle" or ".terraform" or ".turbo" or ".parcel-cache" => new(entry.Path, "a cache of the build"),
        "__pycache__" or ".pytest_cache" or ".mypy_cache" or ".ruff_cache" or ".tox" or ".nox" => new(entry.Path, "a cache of Python"),
        ".venv" => new(entry.Path, "a virtual environment"),
        "venv" or "env" when Has(entry, "pyvenv.cfg") => new(entry.Path, "a virtual environment"),
        ".next" or ".nuxt" or ".svelte-kit" or ".angular" when Has(parent, "package.json") =>
            new(entry.Path, "build output", IsBundle: true),
        "dist" or "build" or "out" when Has(parent, "package.json") && Has(parent, "src", "tsconfig.json") =>
            new(entry.Path, "build output", IsBundle: true),
        "coverage" when Has(parent, "package.json") => new(entry.Path, "test results"),
        "TestResults" => new(entry.Path, "test results"),
        ".vs" or ".idea" => new(entry.Path, "files of the IDE"),
        _ => null,
    };

    private static bool Has(ContextEntry folder, string name, string? other = null, string? another = null) =>
        folder.Child(name) is not null
        || (other is not null && folder.Child(other) is not null)
        || (another is not null && folder.Child(another) is not null);

    private static bool HasProject(ContextEntry folder) =>
        folder.Children?.Exists(static child => child.Name.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase)
            || child.Name.EndsWith(".fsproj", StringComparison.OrdinalIgnoreCase)
            || child.Name.EndsWith(".vbproj", StringComparison.OrdinalIgnoreCase)) == true;
}
