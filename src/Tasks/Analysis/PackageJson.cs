using System.Text.Json;
using ContainerGuard.Text;

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

    /// <summary><c>engines.bun</c>: a range of versions.</summary>
    public string EnginesBun { get; init; } = "";

    /// <summary><c>module</c>: the entry file that bun writes into a new project.</summary>
    public string Module { get; init; } = "";

    /// <summary><c>volta.node</c>: a version.</summary>
    public string VoltaNode { get; init; } = "";

    public IReadOnlyDictionary<string, string> Scripts { get; init; } = None;

    /// <summary>The dependencies and optional dependencies: name to version.</summary>
    public IReadOnlyDictionary<string, string> Dependencies { get; init; } = None;

    public IReadOnlyDictionary<string, string> DevDependencies { get; init; } = None;

    /// <summary>The globs of workspace folders for npm and yarn. pnpm has a separate file.</summary>
    public IReadOnlyList<string> Workspaces { get; init; } = [];

    /// <summary>Whether <c>overrides</c> replaces versions that packages ask for.</summary>
    public bool HasOverrides { get; init; }

    /// <summary>
    /// Whether other packages import it: it has <c>exports</c> or <c>types</c>, no program in <c>bin</c>, and can be published.
    /// </summary>
    public bool IsLibrary { get; init; }

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
                PrismaSchema = Text(root.Member("prisma"), "schema"),
                EnginesNode = Text(root.Member("engines"), "node"),
                EnginesBun = Text(root.Member("engines"), "bun"),
                Module = Text(root, "module"),
                VoltaNode = Text(root.Member("volta"), "node"),
                Scripts = scripts,
                IsLibrary = root.Member("private").ValueKind != JsonValueKind.True
                    && (root.Member("exports").ValueKind is not JsonValueKind.Undefined || Text(root, "types").Length > 0)
                    && root.Member("bin").ValueKind == JsonValueKind.Undefined,
                HasOverrides = root.Member("overrides").Members().Any(),
                Dependencies = dependencies,
                DevDependencies = development,
                Workspaces = ReadWorkspaces(root),
            };
        }
        catch (Exception damage) when (JsonText.IsDamage(damage))
        {
            return null;
        }
    }

    /// <summary>An array, or an object that contains one, which yarn allows.</summary>
    private static List<string> ReadWorkspaces(JsonElement root)
    {
        var list = root.Member("workspaces");
        if (list.ValueKind == JsonValueKind.Object) list = list.Member("packages");
        return [.. list.Items().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)];
    }

    private static string Text(JsonElement parent, string name) =>
        JsonText.Text(parent, name)?.Trim() ?? "";

    private static void Add(Dictionary<string, string> values, JsonElement root, string name)
    {
        foreach (var member in root.Member(name).Members())
        {
            if (member.Value.ValueKind == JsonValueKind.String) values[member.Name] = member.Value.GetString()!;
        }
    }
}
