using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>An entry of a <c>package-lock.json</c>.</summary>
/// <param name="Name">The folder below <c>node_modules</c>, or the path of a package of the workspace.</param>
/// <param name="Version">As written: <c>1.0.0</c>, <c>npm:@babel/code-frame@7.0.0</c>, <c>file:…</c></param>
/// <param name="RealName">The name of an alias; null where it is that of the folder.</param>
/// <param name="IsDevelopment">Whether only <c>devDependencies</c> need it.</param>
/// <param name="Path">The path of its folder; empty in version 1.</param>
/// <param name="License">As written; empty if unknown.</param>
/// <param name="Integrity">The <c>sha512-…</c>; empty if unknown.</param>
/// <param name="DependsOn">The names that it needs.</param>
internal sealed record NpmLockEntry(
    string Name, string Version, string? RealName, bool IsDevelopment, string Path, string License, string Integrity,
    IReadOnlyList<string> DependsOn)
{
    /// <summary>Whether it comes from a registry, and not from the workspace, a folder, a file or a repository.</summary>
    public bool IsPublished => Version.Length > 0 && (Path.Length == 0 || Path.Contains("node_modules/", StringComparison.Ordinal))
        && (!Version.Contains(':') || Version.StartsWith("npm:", StringComparison.Ordinal));
}

/// <summary>
/// The lock file of npm (npm Docs, "package-lock.json"): version 1 nests <c>dependencies</c>, later versions have a list of paths.
/// </summary>
/// <param name="Version"><c>lockfileVersion</c>.</param>
/// <param name="Entries">In the order of the file, without links and the application itself.</param>
internal sealed record NpmLock(int Version, IReadOnlyList<NpmLockEntry> Entries)
{
    private const string Modules = "node_modules/";
    private const int Deepest = 100;

    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static NpmLock Parse(ReadOnlyMemory<byte> content)
    {
        using var document = JsonMembers.Parse(content);
        var root = document.RootElement;
        var number = root.Member("lockfileVersion");
        var version = number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var value) ? value : 1;
        List<NpmLockEntry> entries = [];
        if (root.Member("packages").ValueKind == JsonValueKind.Object) AddPaths(root.Member("packages"), entries);
        else AddNested(root.Member("dependencies"), entries, 0);
        return new NpmLock(version, entries);
    }

    private static void AddPaths(JsonElement packages, List<NpmLockEntry> entries)
    {
        foreach (var package in packages.Members())
        {
            if (package.Name.Length == 0 || package.Value.IsTrue("link")) continue;
            var at = package.Name.LastIndexOf(Modules, StringComparison.Ordinal);
            var name = at < 0 ? package.Name : package.Name[(at + Modules.Length)..];
            var real = package.Value.Text("name");
            entries.Add(Entry(
                package.Value, name, real.Length > 0 && real != name ? real : null,
                package.Value.IsTrue("dev") || package.Value.IsTrue("devOptional"), package.Name, "dependencies"));
        }
    }

    private static void AddNested(JsonElement dependencies, List<NpmLockEntry> entries, int depth)
    {
        if (depth > Deepest) throw new InvalidDataException("its dependencies are nested too deeply");
        foreach (var package in dependencies.Members())
        {
            var version = package.Value.Text("version");
            var isAlias = version.StartsWith("npm:", StringComparison.Ordinal);
            var real = isAlias && version.LastIndexOf('@') is > 4 and var at ? version[4..at] : null;
            entries.Add(Entry(package.Value, package.Name, real, package.Value.IsTrue("dev"), "", "requires"));
            AddNested(package.Value.Member("dependencies"), entries, depth + 1);
        }
    }

    private static NpmLockEntry Entry(JsonElement value, string name, string? real, bool isDevelopment, string path, string needs) => new(
        name, value.Text("version"), real, isDevelopment, path, value.Text("license"), value.Text("integrity"),
        [.. value.Member(needs).Members().Select(static need => need.Name)]);
}
