using System.Text.Json;

namespace ContainerGuard.Analysis;

/// <summary>
/// The parts of a <c>package.json</c> that matter for a container's build (npm's documentation, "package.json"; that of Node.js, "Modules:
/// Packages").
/// </summary>
internal sealed record PackageJson
{
    public string Name { get; init; } = "";

    public string Main { get; init; } = "";

    /// <summary><c>packageManager</c>: <c>pnpm@10.4.1+sha512.…</c>.</summary>
    public string PackageManager { get; init; } = "";

    /// <summary><c>homepage</c>: an address, whose path Create React App builds for.</summary>
    public string Homepage { get; init; } = "";

    /// <summary><c>prisma.schema</c>: the path of the schema of Prisma's client.</summary>
    public string PrismaSchema { get; init; } = "";

    /// <summary><c>engines.node</c>: a range of versions.</summary>
    public string EnginesNode { get; init; } = "";

    /// <summary><c>volta.node</c>: a version.</summary>
    public string VoltaNode { get; init; } = "";

    public IReadOnlyDictionary<string, string> Scripts { get; init; } = None;

    /// <summary>The dependencies and optional dependencies: name to version.</summary>
    public IReadOnlyDictionary<string, string> Dependencies { get; init; } = None;

    public IReadOnlyDictionary<string, string> DevDependencies { get; init; } = None;

    /// <summary>The globs of workspace folders for npm and yarn. pnpm has a separate file.</summary>
    public IReadOnlyList<string> Workspaces { get; init; } = [];

    public bool HasDependencies => Dependencies.Count > 0 || DevDependencies.Count > 0;

    private static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    /// <summary>Null if the text is not a JSON object.</summary>
    public static PackageJson? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;

            var dependencies = new Dictionary<string, string>(StringComparer.Ordinal);
            Add(dependencies, root, "dependencies");
            Add(dependencies, root, "optionalDependencies");
            var development = new Dictionary<string, string>(StringComparer.Ordinal);
            Add(development, root, "devDependencies");
            var scripts = new Dictionary<string, string>(StringComparer.Ordinal);
            Add(scripts, root, "scripts");
            return new PackageJson
            {
                Name = Text(root, "name"),
                Main = Text(root, "main"),
                PackageManager = Text(root, "packageManager"),
                Homepage = Text(root, "homepage"),
                PrismaSchema = Text(Member(root, "prisma"), "schema"),
                EnginesNode = Text(Member(root, "engines"), "node"),
                VoltaNode = Text(Member(root, "volta"), "node"),
                Scripts = scripts,
                Dependencies = dependencies,
                DevDependencies = development,
                Workspaces = ReadWorkspaces(root),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>An array, or an object that contains one, which yarn allows.</summary>
    private static List<string> ReadWorkspaces(JsonElement root)
    {
        var list = Member(root, "workspaces");
        if (list.ValueKind == JsonValueKind.Object) list = Member(list, "packages");
        var globs = new List<string>();
        if (list.ValueKind != JsonValueKind.Array) return globs;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String) globs.Add(item.GetString()!);
        }

        return globs;
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()!.Trim() : "";

    private static void Add(Dictionary<string, string> values, JsonElement root, string name)
    {
        var members = Member(root, name);
        if (members.ValueKind != JsonValueKind.Object) return;
        foreach (var member in members.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.String) values[member.Name] = member.Value.GetString()!;
        }
    }
}
