using ContainerGuard.Formats;

namespace ContainerGuard.Compose;

/// <summary>
/// The services of a compose file (compose-spec, 05-services.md), with the places of their values. Anchors, merge keys and
/// <c>extends</c> in the same file are followed.
/// </summary>
internal sealed class ComposeFile
{
    /// <summary>The members of a file without services, for example one that includes other files.</summary>
    private static readonly string[] OtherMembers = ["include", "volumes", "networks", "configs", "secrets", "models"];

    private readonly string _text;
    private readonly DataNode _services;

    private ComposeFile(string text)
    {
        _text = text;
        var file = YamlReader.Read(text);
        _services = file.Root["services"];
        Problem = file.Problem ?? ProblemOf(file.Root);
        Services = [.. _services.Names.Select(name => ServiceOf(name, _services[name]))];
        Includes = [.. file.Root["include"].Items.SelectMany(static one => one.Text is { } path ? [path] : PathsOf(one["path"]))];
    }

    /// <summary>The services, in the order of the file.</summary>
    public IReadOnlyList<ComposeService> Services { get; }

    /// <summary>The files that <c>include</c> names (compose-spec, 14-include.md), with variables as written.</summary>
    public IReadOnlyList<string> Includes { get; }

    /// <summary>Why the file is not a valid compose file; null if it is one.</summary>
    public FormatProblem? Problem { get; }

    /// <param name="text">The content of the file.</param>
    public static ComposeFile Read(string text) => new(text);

    private static IEnumerable<string> PathsOf(DataNode path) => path.Text is { } one ? [one] : path.Texts;

    private static FormatProblem? ProblemOf(DataNode root)
    {
        if (root["services"].IsTable || root["services"] is { Exists: true, Text: null, IsList: false }) return null;
        if (root["services"].Exists) return new FormatProblem(1, 1, "'services' is not a table of services");
        if (!root.Exists || root is { IsTable: false, IsList: false, Text: null }) return null;
        return root.Names.Any(static name => OtherMembers.Contains(name) || name.StartsWith("x-", StringComparison.Ordinal))
            ? null
            : new FormatProblem(1, 1, root.Names.Any(name => root[name]["image"].Exists || root[name]["build"].Exists)
                ? "the member 'services' is missing. Indent the services below it"
                : "the member 'services' is missing");
    }

    private ComposeService ServiceOf(string name, DataNode service)
    {
        var build = Inherited(service, "build");
        var extended = Member(service, "extends");
        return new ComposeService(
            name,
            ComposeValue.Of(_text, Member(service, "image")),
            ComposeValue.Of(_text, Inherited(service, "platform")),
            build.Exists ? BuildOf(build) : null,
            ComposeValue.Of(_text, extended["file"]) is { } file && extended["service"].Text is { } other ? (file.Text, other) : null,
            [.. Member(service, "volumes").Items.Where(static volume => volume["type"].Text == "image")
                .Select(volume => ComposeValue.Of(_text, volume["source"])).OfType<ComposeValue>()]);
    }

    private ComposeBuild BuildOf(DataNode build)
    {
        Dictionary<string, string?> arguments = new(StringComparer.Ordinal);
        var written = Member(build, "args");
        foreach (var name in written.Names) arguments[name] = written[name].Text;
        foreach (var argument in written.Texts)
        {
            var parts = argument.Split('=', 2);
            arguments[parts[0]] = parts.Length == 2 ? parts[1] : null;
        }

        Dictionary<string, ComposeValue> contexts = new(StringComparer.Ordinal);
        var others = Member(build, "additional_contexts");
        foreach (var name in others.Names)
        {
            if (ComposeValue.Of(_text, others[name]) is { } value) contexts[name] = value;
        }

        foreach (var item in others.Items)
        {
            if (ComposeValue.Of(_text, item) is { } value && value.Text.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign)
            {
                contexts[value.Text[..sign]] = value.From(sign + 1);
            }
        }

        var dockerfile = Member(build, "dockerfile");
        var inline = Member(build, "dockerfile_inline");
        return new ComposeBuild(
            build.Text ?? Member(build, "context").Text ?? (build.IsTable && dockerfile.Exists ? "." : null),
            inline.Exists ? null : dockerfile.Text ?? "Dockerfile",
            Member(build, "target").Text,
            arguments,
            contexts)
        {
            Inline = inline.Exists ? inline : null,
        };
    }

    /// <summary>A member of a service, or of the service of this file that it extends.</summary>
    private DataNode Inherited(DataNode service, string name)
    {
        HashSet<DataNode> seen = new(ReferenceEqualityComparer.Instance);
        for (var at = service; at.Exists && seen.Add(at);)
        {
            if (Member(at, name) is { Exists: true } member) return member;
            var extended = Member(at, "extends");
            if (extended["file"].Exists || (extended.Text ?? extended["service"].Text) is not { } other) break;
            at = _services[other];
        }

        return DataNode.Missing;
    }

    /// <summary>A member of a table, or of a table that it merges (yaml.org/type/merge.html).</summary>
    private static DataNode Member(DataNode node, string name, int depth = 0)
    {
        if (node[name] is { Exists: true } own) return own;
        var merged = node["<<"];
        if (!merged.Exists || depth > 16) return DataNode.Missing;
        foreach (var other in merged.IsList ? merged.Items : [merged])
        {
            if (Member(other, name, depth + 1) is { Exists: true } member) return member;
        }

        return DataNode.Missing;
    }
}

/// <summary>A service of a compose file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image"><c>image</c>; null without it.</param>
/// <param name="Platform"><c>platform</c>; null without it.</param>
/// <param name="Build"><c>build</c>, of the service or of one that it extends; null without it.</param>
/// <param name="Extends">The file and the service that it extends in another file; null without it.</param>
/// <param name="ImageVolumes">The images that are mounted as volumes.</param>
internal sealed record ComposeService(
    string Name, ComposeValue? Image, ComposeValue? Platform, ComposeBuild? Build, (string File, string Service)? Extends,
    IReadOnlyList<ComposeValue> ImageVolumes)
{
    /// <summary>The name of the compose file, in a list of the services of a folder.</summary>
    public string File { get; init; } = "";
}

/// <summary>The <c>build</c> of a service (compose-spec, build.md), with variables as written.</summary>
/// <param name="Context">The context, relative to the compose file; null if the build has none.</param>
/// <param name="Dockerfile">The Dockerfile, relative to the context; null if the compose file contains its text.</param>
/// <param name="Target">The stage to build; null for the last stage.</param>
/// <param name="Arguments">The values of <c>args</c>; null for a value from the environment.</param>
/// <param name="Contexts">The values of <c>additional_contexts</c>.</param>
internal sealed record ComposeBuild(
    string? Context, string? Dockerfile, string? Target, IReadOnlyDictionary<string, string?> Arguments,
    IReadOnlyDictionary<string, ComposeValue> Contexts)
{
    /// <summary><c>dockerfile_inline</c>; null without it.</summary>
    public DataNode? Inline { get; init; }

    /// <summary>The values of <c>args</c> that are known.</summary>
    /// <param name="variables">The variables of the compose file.</param>
    public Dictionary<string, string> KnownArguments(ComposeVariables variables)
    {
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        foreach (var (name, value) in Arguments)
        {
            // An argument without a value is a variable of the environment.
            if (variables.Expand(value ?? $"${{{name}}}") is { } text) known[name] = text;
        }

        return known;
    }
}
