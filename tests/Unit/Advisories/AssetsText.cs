using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerGuard.Tests.Unit.Advisories;

/// <summary>A file project.assets.json in the making, in the form that restore writes for net10.0.</summary>
internal sealed class AssetsText
{
    private readonly JsonObject _target = [];
    private readonly JsonObject _libraries = [];
    private readonly JsonObject _direct = [];
    private readonly JsonObject _sources = [];
    private readonly JsonObject _suppressed = [];
    private readonly JsonObject _pruned = [];
    private readonly JsonArray _logs = [];

    /// <summary>The name of the target: a framework, and a runtime identifier after a slash.</summary>
    public string Target { get; init; } = "net10.0";

    /// <summary>A package that the project references.</summary>
    public AssetsText Direct(string id, string version, string? privateAssets = null, params string[] dependencies)
    {
        var reference = new JsonObject { ["target"] = "Package", ["version"] = $"[{version}, )" };
        if (privateAssets is not null) reference["suppressParent"] = privateAssets;
        _direct[id] = reference;
        return Package(id, version, $"lib/net8.0/{id}.dll", dependencies);
    }

    /// <summary>A package of the graph, with one file of the kind <c>runtime</c>.</summary>
    public AssetsText Package(string id, string version, string file, params string[] dependencies) =>
        Library(id, version, "package", new JsonObject { [file] = new JsonObject() }, dependencies);

    /// <summary>A package without a file that is published.</summary>
    public AssetsText Empty(string id, string version) => Library(id, version, "package", null, []);

    /// <summary>A referenced project.</summary>
    public AssetsText Project(string name, string path, params string[] dependencies)
    {
        _libraries[$"{name}/1.0.0"] = new JsonObject { ["type"] = "project", ["path"] = path };
        return Library(name, "1.0.0", "project", new JsonObject { [$"bin/{name}.dll"] = new JsonObject() }, dependencies);
    }

    /// <summary>An entry of NuGet's audit.</summary>
    public AssetsText Audit(string code, string package, string id, string level = "Warning", string? graph = null)
    {
        var entry = new JsonObject
        {
            ["code"] = code, ["level"] = level, ["libraryId"] = package,
            ["message"] = $"Package '{package}' has a known high severity vulnerability, https://github.com/advisories/{id}.",
        };
        if (graph is not null) entry["targetGraphs"] = new JsonArray(graph);
        _logs.Add(entry);
        return this;
    }

    public AssetsText Source(string address)
    {
        _sources[address] = new JsonObject();
        return this;
    }

    public AssetsText Suppressed(string address)
    {
        _suppressed[address] = null;
        return this;
    }

    /// <summary>A package that the target framework replaces.</summary>
    public AssetsText Pruned(string id, string versions)
    {
        _pruned[id] = versions;
        return this;
    }

    public byte[] ToBytes(string project = "/src/app/app.csproj") => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["version"] = 4,
        ["targets"] = new JsonObject { [Target] = _target },
        ["libraries"] = _libraries,
        ["project"] = new JsonObject
        {
            ["restore"] = new JsonObject
            {
                ["projectPath"] = project,
                ["sources"] = _sources,
                ["restoreAuditProperties"] = new JsonObject { ["suppressedAdvisories"] = _suppressed },
            },
            ["frameworks"] = new JsonObject
            {
                ["net10.0"] = new JsonObject { ["dependencies"] = _direct, ["packagesToPrune"] = _pruned },
            },
        },
        ["logs"] = _logs,
    });

    private AssetsText Library(string id, string version, string type, JsonObject? files, string[] dependencies)
    {
        var library = new JsonObject { ["type"] = type };
        if (dependencies.Length > 0)
        {
            library["dependencies"] = new JsonObject(dependencies.Select(static name => KeyValuePair.Create(name, (JsonNode?)"1.0.0")));
        }

        if (files is not null) library["runtime"] = files;
        _target[$"{id}/{version}"] = library;
        return this;
    }
}
