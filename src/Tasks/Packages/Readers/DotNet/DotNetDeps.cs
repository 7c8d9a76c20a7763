using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Readers.DotNet;

/// <summary>A library of a dependency manifest.</summary>
/// <param name="Name">As written, with the prefix <c>runtimepack.</c> of a runtime pack.</param>
/// <param name="Version">Its version.</param>
/// <param name="Type"><c>package</c>, <c>project</c>, <c>runtimepack</c>, <c>reference</c>, <c>referenceassembly</c>.</param>
/// <param name="Hash">The <c>sha512-…</c> of the package; empty without one.</param>
/// <param name="Assets">The paths of its files beside the published application.</param>
/// <param name="DependsOn">The names of the libraries that it needs.</param>
internal sealed record DotNetLibrary(
    string Name, string Version, string Type, string Hash, IReadOnlyList<string> Assets, IReadOnlyList<string> DependsOn)
{
    private const string RuntimePack = "runtimepack.";

    public bool IsRuntimePack => Type == "runtimepack";

    /// <summary>The name of the NuGet package.</summary>
    public string PackageName =>
        IsRuntimePack && Name.StartsWith(RuntimePack, StringComparison.OrdinalIgnoreCase) ? Name[RuntimePack.Length..] : Name;

    /// <summary>Whether the application has something of it at run time. Without an asset it is only a name in the graph.</summary>
    public bool HasAsset => Assets.Count > 0;
}

/// <summary>A dependency manifest (dotnet/runtime, docs/design/features/host-deps.md): <c>App.deps.json</c>.</summary>
/// <param name="RuntimeTarget">Its target: <c>.NETCoreApp,Version=v10.0/linux-x64</c>.</param>
/// <param name="Libraries">In the order of the file.</param>
internal sealed record DotNetDeps(string RuntimeTarget, IReadOnlyList<DotNetLibrary> Libraries)
{
    /// <summary>The runtime identifier of the target; empty for a portable application.</summary>
    public string RuntimeIdentifier =>
        RuntimeTarget.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? RuntimeTarget[(slash + 1)..] : "";

    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static DotNetDeps Parse(ReadOnlyMemory<byte> content)
    {
        using var document = JsonMembers.Parse(content);
        var root = document.RootElement;
        var named = root.Member("runtimeTarget");
        var target = named.ValueKind == JsonValueKind.Object ? named.Text("name") : named.Text();
        var graph = root.Member("targets").Member(target);
        List<DotNetLibrary> libraries = [];
        foreach (var library in root.Member("libraries").Members())
        {
            var slash = library.Name.IndexOf('/', StringComparison.Ordinal);
            if (slash <= 0) continue;
            var entry = graph.Member(library.Name);
            libraries.Add(new DotNetLibrary(
                PackageText.Clean(library.Name[..slash]), PackageText.Clean(library.Name[(slash + 1)..]), library.Value.Text("type"),
                library.Value.Text("sha512"), [.. Assets(entry)],
                [.. entry.Member("dependencies").Members().Select(static need => need.Name)]));
        }

        if (target.Length == 0 && libraries.Count == 0) throw new InvalidDataException("it does not name a target");
        return new DotNetDeps(target, libraries);
    }

    /// <summary>
    /// Publishing copies files beside the application; only those of a runtime identifier in a portable application keep their folders.
    /// </summary>
    private static IEnumerable<string> Assets(JsonElement entry)
    {
        foreach (var kind in (string[])["runtime", "native", "runtimeTargets"])
        {
            // "_._" stands for a folder that is empty on purpose.
            foreach (var asset in entry.Member(kind).Members())
            {
                if (asset.Name.EndsWith("/_._", StringComparison.Ordinal)) continue;
                yield return kind == "runtimeTargets" ? asset.Name : asset.Name[(asset.Name.LastIndexOf('/') + 1)..];
            }
        }
    }
}
