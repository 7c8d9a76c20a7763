using ContainerGuard.Files;
using ContainerGuard.Generation.Node;

namespace ContainerGuard.Generation.Deno;

/// <summary>The facts of a Deno application, from its folder.</summary>
internal sealed record DenoApp
{
    private const int HeadBytes = 64 * 1024;

    /// <summary>The version of the image if the project names none. Images of Deno have no tags of lines of releases.</summary>
    private const string Newest = "2.9.1";

    private static readonly string[] StartTasks = ["start", "start:prod", "production", "prod", "serve"];

    private static readonly string[] UsualNames =
        ["main.ts", "server.ts", "mod.ts", "main.js", "server.js", "src/main.ts", "src/server.ts"];

    public required DenoConfig Config { get; init; }

    /// <summary>The version of Deno, which is the tag of its image.</summary>
    public required string Version { get; init; }

    /// <summary>A clause that says where the version comes from.</summary>
    public required string VersionReason { get; init; }

    /// <summary>The lock file; null without one.</summary>
    public string? LockFile { get; init; }

    /// <summary>The files that an install reads, relative to the application.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>Whether an install finds all that it reads in <see cref="Manifests"/>.</summary>
    public bool InstallsFirst { get; init; }

    /// <summary>Whether the task <c>build</c> writes the content of the final image.</summary>
    public bool Builds { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Process { get; init; }

    /// <summary>The file that Deno runs, whose packages the image has; null for another process.</summary>
    public string? Entry { get; init; }

    public int? Port { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads an application.</summary>
    public static (DenoApp? App, Problem? Problem) Read(IFileSystem files, AppProject project)
    {
        string? TextOf(string name) => files.ReadText(Path.Combine(project.Directory, name), HeadBytes);
        var name = TextOf("deno.json") is not null ? "deno.json" : TextOf("deno.jsonc") is not null ? "deno.jsonc" : null;
        if (DenoConfig.Parse(name is null ? "{}" : TextOf(name)!) is not { } config)
        {
            return (null, new($"{name} is not a valid JSON object.", "Run 'deno task' to see the error."));
        }

        var given = project.ContainerPorts.FirstOrDefault(static one => one.Protocol == "tcp")?.Number;
        var (words, environment, problem) = project.Process.Count > 0
            ? (project.Process, None, null)
            : Start(config, TextOf, given ?? DenoCall.DefaultPort);
        if (words is null) return (null, problem);
        var call = words[0] == "deno" ? DenoCall.Parse([.. words.Skip(1)]) : null;
        if (call?.Watch is { } watch)
        {
            return (null, new(
                $"The start command is 'deno {call.Words[0]} {watch}', which is for development.",
                $"Add a task \"start\" without '{watch}', or set the start command: "
                    + $"<ContainerAppCommand Include=\"deno;{call.Words[0]};…;{call.File}\" />."));
        }

        var text = call is null ? null : TextOf(call.File);
        var builds = config.Tasks.ContainsKey("build");
        if (call is not null && text is null && !builds && !DenoConfig.IsRemote(call.File))
        {
            return (null, new($"The process runs '{call.File}', which does not exist, and there is no task 'build'.", "Correct the path."));
        }

        var locked = config.LockFile is { } path && TextOf(path) is not null ? path : null;
        var manifest = TextOf("package.json");
        if (locked is null && (config.ImportsPackages || config.ImportMap.Length > 0 || Imports(text) || Depends(manifest)))
        {
            return (null, new(
                "The application imports packages, but has no deno.lock, so every build could get other versions.",
                "Run 'deno install' and commit deno.lock, without \"lock\": false in deno.json."));
        }

        var (version, reason) = VersionOf(files, project.Directory);
        string?[] read = [name, locked, manifest is null ? null : "package.json", config.ImportMap.Length > 0 ? config.ImportMap : null,
            TextOf(".npmrc") is null ? null : ".npmrc"];
        var (port, asked) = text is null ? (null, false) : EntryPort.In(text);
        return (new()
        {
            Config = config,
            Version = version,
            VersionReason = reason,
            LockFile = locked,
            Manifests = [.. read.OfType<string>().Order(StringComparer.Ordinal)],
            InstallsFirst = locked is not null && !config.HasMembers && !DenoConfig.IsRemote(config.ImportMap),
            Builds = builds,
            Process = call is null ? words : ["deno", .. call.Words],
            Entry = call?.File,
            Port = call?.Port ?? (call?.Serves == true ? DenoCall.DefaultPort
                : port ?? (asked || text?.Contains("Deno.serve(", StringComparison.Ordinal) == true ? DenoCall.DefaultPort : null)),
            Environment = environment,
        }, null);
    }

    private static IReadOnlyDictionary<string, string> None { get; } = new Dictionary<string, string>();

    /// <summary>The process of the first task for production; a task can name another one.</summary>
    private static (IReadOnlyList<string>? Words, IReadOnlyDictionary<string, string> Environment, Problem? Problem) Start(
        DenoConfig config, Func<string, string?> textOf, int port)
    {
        var name = Array.Find(StartTasks, config.Tasks.ContainsKey);
        for (var depth = 0; name is not null && depth < 8; depth++)
        {
            var text = config.Tasks[name];
            if (Procfile.Of(text, port) is not { } command)
            {
                return (null, None, new(
                    $"The task '{name}' in deno.json is '{text}', which needs a shell.",
                    "Start deno directly, for example \"deno run --allow-net main.ts\", and move the rest to the task 'build'."));
            }

            if (command.Words is ["deno", "task", var next, ..] && config.Tasks.ContainsKey(next))
            {
                name = next;
                continue;
            }

            return command.Words[0] == "deno" && DenoCall.Parse([.. command.Words.Skip(1)]) is not null
                ? (command.Words, command.Environment, null)
                : (null, None, new(
                    $"The task '{name}' in deno.json runs '{string.Join(' ', command.Words)}', which is not a file for deno.",
                    "Start a file with deno, or set the start command: <ContainerAppCommand Include=\"deno;run;--allow-net;main.ts\" />."));
        }

        var entry = Array.Find(UsualNames, file => textOf(file) is not null) ?? UsualNames[0];
        return (null, None, new(
            "The start command is not known: deno.json has no task 'start'.",
            $"Add it with the permissions of the program, for example \"start\": \"deno run --allow-net --allow-env {entry}\"."));
    }

    private static bool Imports(string? text) => text is not null && (text.Contains("\"npm:", StringComparison.Ordinal)
        || text.Contains("\"jsr:", StringComparison.Ordinal) || text.Contains("from \"https://", StringComparison.Ordinal)
        || text.Contains("'npm:", StringComparison.Ordinal) || text.Contains("'jsr:", StringComparison.Ordinal)
        || text.Contains("from 'https://", StringComparison.Ordinal));

    private static bool Depends(string? manifest) => manifest is not null && Analysis.PackageJson.Parse(manifest)?.HasDependencies == true;

    /// <summary>A full version: a part of one is not a tag of the image.</summary>
    private static (string Version, string Reason) VersionOf(IFileSystem files, string folder)
    {
        foreach (var name in (ReadOnlySpan<string>)[".dvmrc", ".deno-version"])
        {
            if (files.ReadText(Path.Combine(folder, name), 256) is { } text && Full(text) is { } version) return (version, $"from {name}");
        }

        return ToolVersions.Of(files, [folder], "deno") is var (tool, file) && Full(tool) is { } ofTool
            ? (ofTool, $"from {file}")
            : (Newest, "a current version: the project names no exact one (.dvmrc, .deno-version, .tool-versions)");
    }

    private static string? Full(string text)
    {
        var version = text.Trim().TrimStart('v');
        var isFull = version.Split('.') is { Length: 3 } parts
            && Array.TrueForAll(parts, static part => part.Length is > 0 and < 6 && part.All(char.IsAsciiDigit));
        return isFull ? version : null;
    }
}
