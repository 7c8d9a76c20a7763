using System.Text.Json;
using ContainerGuard.Packages.Versions;
using ContainerGuard.Text;

namespace ContainerGuard.Advisories.DotNet;

/// <summary>
/// Reads project.assets.json, which restore writes. Left out are packages without a file that is published (analyzers, reference
/// assemblies, packages that the framework replaces), and those that only the build needs (<c>PrivateAssets="all"</c>).
/// </summary>
internal sealed class PackageGraphReader
{
    private readonly Dictionary<string, JsonElement> _libraries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _versions = new(StringComparer.OrdinalIgnoreCase);
    private readonly JsonElement _root;
    private readonly JsonElement _framework;
    private readonly string _name;

    private PackageGraphReader(JsonElement root, JsonProperty target, JsonElement framework)
    {
        (_root, _framework, _name) = (root, framework, FrameworkIn(target.Name));
        foreach (var library in target.Value.EnumerateObject())
        {
            var slash = library.Name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0) continue;
            _libraries[library.Name[..slash]] = library.Value;
            _versions[library.Name[..slash]] = library.Name[(slash + 1)..];
        }
    }

    /// <summary>Null if the file has no such target, or is not a file of restore.</summary>
    /// <param name="content">The file.</param>
    /// <param name="framework">The target framework as the project names it.</param>
    /// <param name="runtime">The runtime identifier; empty for none.</param>
    public static PackageGraph? Read(ReadOnlyMemory<byte> content, string framework, string runtime)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            return TargetOf(root.GetProperty("targets"), framework, runtime) is { } target
                ? new PackageGraphReader(root, target, FrameworkOf(root, framework)).Read()
                : null;
        }
        catch (Exception exception) when (JsonText.IsDamage(exception) || exception is KeyNotFoundException)
        {
            return null;
        }
    }

    private PackageGraph Read() => new()
    {
        Packages = [.. Shipped().OrderBy(static package => package.Id, StringComparer.OrdinalIgnoreCase)],
        Audit = [.. Audit()],
        Suppressed = [.. Names(_root, "project", "restore", "restoreAuditProperties", "suppressedAdvisories")],
        Feeds = [.. Names(_root, "project", "restore", "sources").Select(AddressOf).OfType<Uri>()],
    };

    private IEnumerable<GraphPackage> Shipped()
    {
        Dictionary<string, GraphPackage> found = new(StringComparer.OrdinalIgnoreCase);
        Queue<GraphPackage> open = new();
        foreach (var name in Roots()) Reach(name, []);
        while (open.TryDequeue(out var from))
        {
            foreach (var name in Names(_libraries[from.Id], "dependencies")) Reach(name, from.Path, from.Project);
        }

        return found.Values.Where(package => IsShipped(package.Id) && !IsOfFramework(package));

        void Reach(string name, IReadOnlyList<string> path, string? project = null)
        {
            if (found.ContainsKey(name) || !_versions.TryGetValue(name, out var version)) return;
            var isProject = IsProject(name);
            var package = new GraphPackage(name, version, isProject ? path : [.. path, name])
            {
                Project = isProject && path.Count == 0 ? ProjectFileOf(name, version) ?? project : project,
            };
            found.Add(name, package);
            open.Enqueue(package);
        }
    }

    /// <summary>The references of the project itself, except those that only its build uses.</summary>
    private IEnumerable<string> Roots()
    {
        var direct = _framework.Member("dependencies");
        foreach (var name in Names(_framework, "dependencies"))
        {
            var isPrivate = "All".Equals(direct.Member(name).Text("suppressParent"), StringComparison.OrdinalIgnoreCase);
            if (!isPrivate) yield return name;
        }

        // Referenced projects are only in the list with all references.
        var brought = _libraries.Values.SelectMany(static library => Names(library, "dependencies"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in _libraries.Keys.Where(IsProject).OrderBy(brought.Contains)) yield return name;
    }

    private bool IsProject(string name) => _libraries[name].Text("type") == "project";

    private string? ProjectFileOf(string name, string version)
    {
        var path = _root.Member("libraries").Member($"{name}/{version}").Text("path");
        var project = _root.Member("project").Member("restore").Text("projectPath");
        return path is not null && project is not null
            ? Path.GetFullPath(path.Replace('\\', '/'), Path.GetDirectoryName(project)!)
            : null;
    }

    /// <summary>A package whose only file is a placeholder (<c>_._</c>), or that has only reference assemblies, is not published.</summary>
    private bool IsShipped(string name) => !IsProject(name) && Names(_libraries[name], "runtime")
        .Concat(Names(_libraries[name], "native")).Concat(Names(_libraries[name], "runtimeTargets"))
        .Any(static file => !file.EndsWith("/_._", StringComparison.Ordinal) && file != "_._");

    /// <summary>Whether the target framework has this version or a newer one, which then replaces the package's file.</summary>
    private bool IsOfFramework(GraphPackage package) =>
        _framework.Member("packagesToPrune").Text(package.Id) is { } text
        && AffectedInterval.Parse(text) is { } range && range.Contains(package.Version, VersionOrder.NuGet.Compare);

    private IEnumerable<AuditEntry> Audit()
    {
        foreach (var entry in _root.Member("logs").Items())
        {
            var code = entry.Text("code");
            if (code is not ("NU1901" or "NU1902" or "NU1903" or "NU1904")) continue;
            if (!IsOfTarget(entry)) continue;
            var message = entry.Text("message") ?? "";
            var start = message.IndexOf("https://", StringComparison.Ordinal);
            var url = start < 0 ? "" : message[start..].Split(' ')[0].TrimEnd('.');
            yield return new AuditEntry(code, entry.Text("libraryId") ?? "", url, entry.Text("level") == "Error");
        }
    }

    /// <summary>Whether an entry of the log is about the target that was read: one without targets is about all.</summary>
    private bool IsOfTarget(JsonElement entry)
    {
        if (entry.Member("targetGraphs") is not { ValueKind: JsonValueKind.Array } graphs || graphs.GetArrayLength() == 0) return true;
        return graphs.EnumerateArray().Any(graph => graph.ValueKind == JsonValueKind.String
            && FrameworkIn(graph.GetString()!).Equals(_name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The framework of a target with a runtime identifier: <c>net10.0/linux-x64</c>.</summary>
    private static string FrameworkIn(string target) => target.Split('/')[0];

    /// <summary>The target of the runtime identifier, else that of the framework, else the only one.</summary>
    private static JsonProperty? TargetOf(JsonElement targets, string framework, string runtime)
    {
        var all = targets.EnumerateObject().ToList();
        var named = all.Where(target => IsOf(FrameworkIn(target.Name), framework)).ToList();
        if (named.Count == 0) named = all;
        var exact = named.Where(target => runtime.Length > 0 && target.Name.EndsWith($"/{runtime}", StringComparison.Ordinal)).ToList();
        var plain = named.Where(static target => !target.Name.Contains('/', StringComparison.Ordinal)).ToList();
        return exact is [var one] ? one : plain is [var only] ? only : null;
    }

    private static JsonElement FrameworkOf(JsonElement root, string framework)
    {
        var all = root.GetProperty("project").GetProperty("frameworks").EnumerateObject().ToList();
        return all.Find(one => IsOf(one.Name, framework)) is { Value.ValueKind: JsonValueKind.Object } named ? named.Value : all[0].Value;
    }

    /// <summary>Restore adds the version of the platform: <c>net10.0-windows7.0</c>.</summary>
    private static bool IsOf(string name, string framework) =>
        name.Equals(framework, StringComparison.OrdinalIgnoreCase)
        || (framework.Contains('-', StringComparison.Ordinal) && name.StartsWith(framework, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null for a folder.</summary>
    private static Uri? AddressOf(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static IEnumerable<string> Names(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) element = element.Member(name);
        return element.Members().Select(static one => one.Name);
    }
}
