using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Readers.DotNet;

/// <summary>
/// The packages of a restored project (<c>project.assets.json</c>): what a native or trimmed program contains without saying so, and which
/// reference brought each package.
/// </summary>
/// <param name="packages">The packages with an asset at run time, and runtime packs.</param>
internal sealed class ProjectAssets(IReadOnlyList<Package> packages)
{
    private const int LargestFile = 256 << 20;

    private static readonly string[] AssetKinds = ["runtime", "native", "runtimeTargets"];

    public IReadOnlyList<Package> Packages { get; } = packages;

    /// <summary>Null if the file does not exist, or NuGet did not write it.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="framework"><c>TargetFramework</c>; empty for the only one.</param>
    /// <param name="runtimeIdentifier"><c>RuntimeIdentifier</c>; empty for a portable application.</param>
    /// <param name="hasRuntime">Whether the runtime is published with the application.</param>
    public static ProjectAssets? Read(string path, string framework, string runtimeIdentifier, bool hasRuntime)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > LargestFile) return null;
            using var document = JsonMembers.Parse(File.ReadAllBytes(path));
            return new ProjectAssets(Read(document.RootElement, framework, runtimeIdentifier, hasRuntime));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// Adds to packages of a published output who brought them, and the packages that the output contains without naming them.
    /// </summary>
    /// <param name="found">What the files name.</param>
    public IReadOnlyList<Package> Complete(IReadOnlyList<Package> found)
    {
        var known = Packages.ToDictionary(static package => package.Name, StringComparer.OrdinalIgnoreCase);
        var told = found.Select(package => package.Type == PackageType.NuGet && known.TryGetValue(package.Name, out var restored)
            && restored.Version == package.Version && package.BroughtBy.Count == 0
            ? package with { BroughtBy = restored.BroughtBy }
            : package).ToList();

        // A manifest is complete; without one, the program is native, and the project knows what went into it.
        return told.Any(static package => package is { Type: PackageType.NuGet, Role: PackageRole.Application })
            ? told
            : [.. told, .. Packages.Where(package => !told.Any(other => other.Type == PackageType.NuGet
                && other.Name.Equals(package.Name, StringComparison.OrdinalIgnoreCase) && other.Version == package.Version))];
    }

    private static List<Package> Read(JsonElement root, string framework, string runtimeIdentifier, bool hasRuntime)
    {
        var frameworks = root.Member("project").Member("frameworks");
        var project = frameworks.Member(framework).ValueKind == JsonValueKind.Object
            ? frameworks.Member(framework)
            : frameworks.Members().Select(static one => one.Value).FirstOrDefault();
        var target = Target(root.Member("targets"), framework, runtimeIdentifier);
        Dictionary<string, (string Version, JsonElement Value)> libraries = new(StringComparer.OrdinalIgnoreCase);
        foreach (var library in target.Members())
        {
            if (library.Name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
            {
                libraries[library.Name[..slash]] = (library.Name[(slash + 1)..], library.Value);
            }
        }

        var paths = Paths(libraries, project);
        var hashes = root.Member("libraries");
        List<Package> packages = [];
        foreach (var (name, (version, value)) in libraries)
        {
            if (value.Text("type") != "package" || !HasAsset(value)) continue;
            packages.Add(new Package
            {
                Type = PackageType.NuGet,
                Name = PackageText.Clean(name),
                Version = PackageText.Clean(version),
                BroughtBy = paths.GetValueOrDefault(name, []),
                Hashes = DepsJsonReader.HashOf("sha512-" + hashes.Member($"{name}/{version}").Text("sha512")),
                DependsOn = [.. value.Member("dependencies").Members().Select(static need => need.Name)],
            });
        }

        if (hasRuntime) packages.AddRange(RuntimePacks(project, libraries, runtimeIdentifier));
        return packages;
    }

    /// <summary>The shortest way from a reference of the project to each library.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Paths(
        Dictionary<string, (string Version, JsonElement Value)> libraries, JsonElement project)
    {
        Dictionary<string, IReadOnlyList<string>> paths = new(StringComparer.OrdinalIgnoreCase);
        Queue<string> open = new();
        var direct = project.Member("dependencies").Members().Select(static one => one.Name)
            .Concat(libraries.Where(static one => one.Value.Value.Text("type") == "project").Select(static one => one.Key));
        foreach (var name in direct)
        {
            if (libraries.ContainsKey(name) && paths.TryAdd(name, [name])) open.Enqueue(name);
        }

        while (open.TryDequeue(out var name))
        {
            foreach (var need in libraries[name].Value.Member("dependencies").Members())
            {
                if (libraries.ContainsKey(need.Name) && paths.TryAdd(need.Name, [.. paths[name], need.Name])) open.Enqueue(need.Name);
            }
        }

        return paths;
    }

    /// <summary>
    /// The runtime packs that restore downloads for a self-contained application, if the project uses their framework. A project that names
    /// several runtime identifiers downloads those of each.
    /// </summary>
    private static IEnumerable<Package> RuntimePacks(
        JsonElement project, Dictionary<string, (string Version, JsonElement Value)> libraries, string runtimeIdentifier)
    {
        var used = project.Member("frameworkReferences").Members().Select(static one => one.Name)
            .Concat(libraries.Values.SelectMany(static one => one.Value.Member("frameworkReferences").Items().Select(JsonMembers.Text)))
            .Append("Microsoft.NETCore.App").ToHashSet(StringComparer.OrdinalIgnoreCase);
        var downloads = project.Member("downloadDependencies").Items().ToList();
        // The pack of linux-x64 also serves the identifier of one distribution, whose name no pack has.
        var isNamed = runtimeIdentifier.Length > 0 && downloads.Exists(download => IsOfIdentifier(download.Text("name")));
        foreach (var download in downloads)
        {
            var name = download.Text("name");
            var end = name.IndexOf(".Runtime.", StringComparison.OrdinalIgnoreCase);
            var isPack = SharedFrameworks.IsRuntime(name) || name.Contains(".ILCompiler", StringComparison.OrdinalIgnoreCase);
            var isOther = end > 0 && name.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase) && !used.Contains(name[..end]);
            if (!isPack || isOther || (isNamed && end > 0 && !IsOfIdentifier(name))) continue;
            yield return new Package
            {
                Type = PackageType.NuGet,
                Name = PackageText.Clean(name),
                // A version of a download is exact: [10.0.12, 10.0.12].
                Version = PackageText.Clean(download.Text("version").Trim('[', ']').Split(',')[0]),
                Role = PackageRole.Runtime,
            };
        }

        bool IsOfIdentifier(string name) => name.Contains(".Runtime.", StringComparison.OrdinalIgnoreCase)
            && name.EndsWith($".{runtimeIdentifier}", StringComparison.OrdinalIgnoreCase);
    }

    private static JsonElement Target(JsonElement targets, string framework, string runtimeIdentifier)
    {
        var all = targets.Members().ToList();
        var ofFramework = all.Where(target => framework.Length == 0 || IsOf(target.Name, framework)).ToList();
        if (ofFramework.Count == 0) ofFramework = all;
        return ofFramework.OrderBy(target => Rank(target.Name)).Select(static target => target.Value).FirstOrDefault();

        int Rank(string name) =>
            runtimeIdentifier.Length > 0 && name.EndsWith($"/{runtimeIdentifier}", StringComparison.Ordinal) ? 0
            : name.Contains('/') ? 2
            : 1;
    }

    /// <summary><c>net10.0</c>, or <c>.NETCoreApp,Version=v10.0</c> of earlier SDKs.</summary>
    private static bool IsOf(string target, string framework)
    {
        var name = target.Split('/')[0];
        return name.Equals(framework, StringComparison.OrdinalIgnoreCase)
            || (framework.StartsWith("net", StringComparison.OrdinalIgnoreCase)
                && name.Equals($".NETCoreApp,Version=v{framework[3..].Split('-')[0]}", StringComparison.OrdinalIgnoreCase));
    }

    private static bool HasAsset(JsonElement library) => Array.Exists(AssetKinds, kind =>
        library.Member(kind).Members().Any(static asset => !asset.Name.EndsWith("/_._", StringComparison.Ordinal)));
}
