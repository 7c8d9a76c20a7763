using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Rust;

/// <summary>The parts of a <c>Cargo.toml</c> that matter for a container (doc.rust-lang.org/cargo/reference/manifest.html).</summary>
/// <param name="file">The content of the file.</param>
internal sealed class CargoManifest(DataFile file)
{
    /// <summary>Why the file is not valid, with the remedy; null if it is.</summary>
    public Problem? Problem => file.Problem is { } invalid ? new(invalid.In("Cargo.toml"), "Correct the file.") : null;

    /// <summary>The package's name; null for a workspace that is not a package itself.</summary>
    public string? Package => file.Root["package", "name"].Text;

    /// <summary>The program that <c>cargo run</c> starts; null if the manifest names none.</summary>
    public string? DefaultRun => file.Root["package", "default-run"].Text;

    public bool IsWorkspace => file.Root["workspace"].Exists;

    /// <summary>The folders of the members, relative to the workspace; a pattern may end with a star.</summary>
    public IEnumerable<string> Members => file.Root["workspace", "members"].Texts;

    /// <summary>The manifest of a folder; null if it has none.</summary>
    public static CargoManifest? In(IFileSystem files, string folder) =>
        files.ReadText(Path.Combine(folder, "Cargo.toml")) is { } text ? new(TomlReader.Read(text)) : null;

    /// <summary>
    /// The programs of the package: those in the manifest, and those that Cargo finds by their place ("Target auto-discovery"), sorted.
    /// </summary>
    public IReadOnlyList<string> Programs(IFileSystem files, string folder)
    {
        if (Package is null) return [];
        var bins = file.Root["bin"].Items;
        var names = new SortedSet<string>(bins.Select(static bin => bin["name"].Text).OfType<string>(), StringComparer.Ordinal);
        if (file.Root["package", "autobins"].Text == "false") return [.. names];

        // A program of the manifest may be in one of these files, under another name.
        var declared = bins.Select(static bin => bin["path"].Text).ToArray();
        if (files.FileExists(Path.Combine(folder, "src", "main.rs")) && !declared.Contains("src/main.rs")) names.Add(Package);
        foreach (var entry in files.List(Path.Combine(folder, "src", "bin")))
        {
            var path = entry.Kind == FileKind.Directory ? $"src/bin/{entry.Name}/main.rs" : $"src/bin/{entry.Name}";
            if (!path.EndsWith(".rs", StringComparison.Ordinal) || declared.Contains(path) || !files.FileExists(Path.Combine(folder, path)))
            {
                continue;
            }

            names.Add(entry.Kind == FileKind.Directory ? entry.Name : entry.Name[..^".rs".Length]);
        }

        return [.. names];
    }
}
