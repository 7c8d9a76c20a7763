using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Generation.Bun;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Finds the start command: the script <c>start</c> if it leads to node, else another script for production, else what the framework
/// builds, else <c>main</c>, else a file with a usual name.
/// </summary>
internal sealed class StartReader
{
    private const int HeadBytes = 64 * 1024;

    /// <summary>Options of node whose value is the next word (nodejs.org, "Command-line API").</summary>
    private static readonly string[] OptionsWithValue =
        ["-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--title", "--env-file",
            "--env-file-if-exists", "--icu-data-dir"];

    /// <summary>Scripts that start in production, after <c>start</c>.</summary>
    public static readonly string[] Production =
        ["start:prod", "start:production", "start-prod", "prod", "production", "serve:prod", "serve:production", "serve"];

    private static readonly string[] UsualNames = ["server", "index", "app", "main", "src/server", "src/index", "src/app", "src/main"];

    private static readonly string[] Endings = ["", ".js", ".cjs", ".mjs", "/index.js"];

    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly PackageJson _manifest;
    private readonly NodeRelease _release;
    private readonly NodeTools _tools;
    private readonly int _port;
    private readonly bool _usesBun;
    private readonly NodeFrameworks _frameworks;
    private readonly ScriptResolver _scripts;

    /// <param name="files">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="manifest">Its package.json.</param>
    /// <param name="release">The release of Node.js.</param>
    /// <param name="tools">The tools of its packages.</param>
    /// <param name="frameworks">Its frameworks.</param>
    /// <param name="usesBun">Whether bun installs the packages, so that an entry file without a script runs in bun.</param>
    /// <param name="port">The port of the container, for a command that asks for it.</param>
    public StartReader(
        IFileSystem files, string folder, PackageJson manifest, NodeRelease release, NodeTools tools, NodeFrameworks frameworks,
        bool usesBun, int port = 3000)
    {
        _port = port;
        _usesBun = usesBun;
        _files = files;
        _folder = folder;
        _manifest = manifest;
        _release = release;
        _tools = tools;
        _frameworks = frameworks;
        _scripts = new(manifest);
    }

    private static IReadOnlyDictionary<string, string> NoVariables { get; } = new Dictionary<string, string>();

    private bool IsBuilt => _manifest.Scripts.ContainsKey("build") || InstallHooks.Compilers(_manifest).Count > 0;

    /// <summary>The process that the project names by ContainerEntrypoint or ContainerAppCommand.</summary>
    public StartAnswer Of(IReadOnlyList<string> process)
    {
        var answer = process[0] is "node" or "nodejs"
            ? OfNode("ContainerAppCommand", [.. process.Skip(1)], NoVariables)
            : process[0] == "bun" ? OfBun("ContainerAppCommand", process, NoVariables)
            : null;
        return answer?.Problem is not null ? answer
            : answer?.Command is { } command ? new(command, null) { IsDeclared = true }
            : new(new StartCommand([]) { Process = process }, null) { IsDeclared = true };
    }

    public StartAnswer Read()
    {
        StartAnswer? first = null;
        if (_manifest.Scripts.TryGetValue("start", out var script) && script.Length > 0)
        {
            first = OfScript("start");
            if (!first.IsOpen) return first;
        }

        foreach (var name in Production)
        {
            if (_manifest.Scripts.ContainsKey(name) && OfScript(name) is { Command: not null } answer) return answer;
        }

        if (_frameworks.Server(out var problem) is { } server) return new(server, null) { IsDeclared = true };
        if (problem is not null) return new(null, problem);
        if (OfProcfile() is { Command: not null } web) return web;
        if (first is not null) return first;
        if (_usesBun && OfBunFile() is { } file) return file;
        if (_manifest.Main.Length > 0 && Exists(_manifest.Main)) return OfFile([_manifest.Main], _manifest.Main, NoVariables);
        foreach (var name in UsualNames)
        {
            foreach (var ending in (string[])[".js", ".mjs", ".cjs"])
            {
                if (_files.FileExists(Path.Combine(_folder, name + ending))) return OfFile([name + ending], name + ending, NoVariables);
            }
        }

        return new(null, new(
            "The start command is not known: no script 'start', no valid 'main', no server.js, index.js or app.js.",
            "Add \"start\": \"node server.js\" to package.json.")) { IsOpen = true };
    }

    /// <summary>The line 'web' of a Procfile: a script of package.json, node, or a tool of a dependency.</summary>
    private StartAnswer? OfProcfile()
    {
        if (Procfile.Web(_files, _folder, _port, out _) is not { } web) return null;
        var script = web.Words is ["npm" or "yarn" or "pnpm", "start", ..] ? "start"
            : web.Words is ["npm" or "yarn" or "pnpm", "run", var named, ..] ? named
            : "";
        var command = new ScriptCommand(web.Environment, web.Words);
        if (script.Length == 0 && DevelopmentServers.In(command) is not null) return null;
        var answer = script.Length > 0 ? _manifest.Scripts.ContainsKey(script) ? OfScript(script) : null
            : web.Words[0] is "node" or "nodejs" ? OfNode("The line 'web' of the Procfile", [.. web.Words.Skip(1)], web.Environment)
            : web.Words[0] == "bun" ? OfBun("The line 'web' of the Procfile", web.Words, web.Environment)
            : OfTool("web", command);
        return answer?.Command is { } found
            ? answer with { IsDeclared = true, Command = web.UsesPort ? found with { Port = _port } : found }
            : null;
    }

    private StartAnswer OfScript(string name)
    {
        var script = _manifest.Scripts[name];
        if (_scripts.Of(name) is not { Count: > 0 } commands)
        {
            return Refuse(
                $"The script '{name}' in package.json is '{script}', which needs a shell.",
                $"Start node directly, for example \"node {FileIn(script)}\", and move the rest to the script 'build'. "
                    + $"Or set the start command: <ContainerAppCommand Include=\"node;{FileIn(script)}\" />.");
        }

        var last = commands[^1];
        if (DevelopmentServers.In(last) is { } development)
        {
            return Refuse(
                $"The script '{name}' in package.json runs '{development}', which is for development.",
                "Add a script \"start:prod\" that runs node, for example \"node server.js\", "
                    + "or set the start command: <ContainerAppCommand Include=\"node;server.js\" />.") with { IsOpen = true };
        }

        if (_frameworks.WhyNoServer(last) is { } why)
        {
            return Refuse(
                $"The script '{name}' in package.json runs '{last.Tool}', but {why}, so the build writes no server.",
                "Serve the files of the build: remove the script. Or remove that setting.") with { IsOpen = true };
        }

        var before = commands.SkipLast(1).ToArray();
        if (Array.Find(before, command => !BuildTools.Has(command)) is { } other)
        {
            return Refuse(
                $"The script '{name}' in package.json is '{script}', which needs a shell: it runs '{other}' before each start.",
                "Run that as a step of the deployment, or in the script 'build', and set the start command: "
                    + $"<ContainerAppCommand Include=\"{string.Join(';', last.Words)}\" />.");
        }

        var built = IsBuilt ? _scripts.Of("build") ?? [] : [];
        var answer = last.Words[0] is "node" or "nodejs" && last.Tool == last.Words[0]
            ? OfNode($"The script '{name}' in package.json", [.. last.Words.Skip(1)], last.Environment, isBuilt: IsBuilt
                || before.Length > 0)
            : last.Words[0] == "bun" ? OfBun($"The script '{name}' in package.json", last.Words, last.Environment)
            : OfTool(name, last);
        return answer.Command is null
            ? answer
            : answer with
            {
                IsDeclared = true,
                Command = answer.Command with
                {
                    Builds = [.. before.Where(command => !built.Any(one => one.ToString() == command.ToString()))],
                },
            };
    }

    /// <summary>The file that the last call of node in a script runs; an example if it calls node in another way, or not at all.</summary>
    private static string FileIn(string script)
    {
        var words = script.Split([' ', '\t', ';', '&', '|', '"', '\''], StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindLastIndex(words, static word => word is "node" or "nodejs");
        var file = at >= 0 && at + 1 < words.Length ? words[at + 1] : "-";
        return file[0] != '-' && !TextScan.HasAny(file, "$`\\<>(){}*") ? file : "server.js";
    }

    private StartAnswer OfTool(string name, ScriptCommand command)
    {
        var arguments = command.ToolWords.Skip(1).ToArray();
        var found = command is { Tool: "next", Verb: "start" } && _frameworks.Uses("next")
            ? _frameworks.Next([.. arguments.Skip(1)])
            : null;
        if (found is not null && _tools.Command("next", arguments)?.Port is { } port) found = found with { Port = port };
        if (found is { Shipped.Count: 0 } or null) found = _tools.Command(command.Tool, arguments) ?? found;
        if (found is not null)
        {
            var environment = new Dictionary<string, string>(found.Environment, StringComparer.Ordinal);
            foreach (var (variable, value) in command.Environment) environment[variable] = value;
            return new(found with { Environment = environment }, null);
        }

        return Refuse(
            $"The script '{name}' in package.json runs '{command.Tool}', which is not a command of a locked dependency.",
            "Start node directly, for example \"node server.js\", or set the start command: "
                + "<ContainerAppCommand Include=\"node;server.js\" />.") with { IsOpen =
                    command.Tool is "serve" or "http-server" or "sirv" };
    }

    private static StartAnswer Refuse(string message, string remedy) => new(null, new Problem(message, remedy));

    private StartAnswer OfNode(string source, List<string> arguments, IReadOnlyDictionary<string, string> environment, bool? isBuilt = null)
    {
        var kept = new List<string>();
        string? file = null;
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (file is null
                && argument.StartsWith("--env-file", StringComparison.Ordinal)
                && !argument.StartsWith("--env-file-if-exists", StringComparison.Ordinal))
            {
                // The image contains no .env file: the variables are set when the container starts.
                var value = argument.Contains('=', StringComparison.Ordinal)
                    ? argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..]
                    : arguments.ElementAtOrDefault(++index) ?? "";
                if (_release.Major >= 22) kept.Add($"--env-file-if-exists={value}");
                continue;
            }

            kept.Add(argument);
            if (file is not null) continue;
            if (argument[0] != '-')
            {
                file = argument;
            }
            else if (Array.IndexOf(OptionsWithValue, argument) >= 0 && index + 1 < arguments.Count)
            {
                kept.Add(arguments[++index]);
                if (Missing(argument, kept[^1]) is { } package)
                {
                    return Refuse(
                        $"{source} loads '{kept[^1]}' of the development package '{package}', which the image does not have.",
                        $"Move '{package}' to dependencies, or compile the sources in the script 'build'.");
                }
            }
        }

        if (file is null) return Refuse($"{source} runs node without a file.", "Add it, for example \"node server.js\".");
        if (_frameworks.ServerOf(kept) is { } server)
        {
            var variables = server.Environment.Concat(environment).GroupBy(static one => one.Key)
                .ToDictionary(static one => one.Key, static one => one.Last().Value);
            return new(server with { Environment = variables }, null);
        }

        if (Text(file) is { } text && DevelopmentPackages.LoadedBy(file, text, _manifest) is { } runner
            && DevelopmentPackages.IsRunner(runner))
        {
            return Refuse(
                $"{source} runs '{file}', which loads the development package '{runner}'. The image does not have it.",
                $"Move '{runner}' to dependencies, or compile the sources in the script 'build', and add a script \"start:prod\" that "
                    + "runs the result.") with { IsOpen = true };
        }

        if ((isBuilt ?? IsBuilt) || Text(file) is not null || _files.DirectoryExists(Path.GetFullPath(Path.Combine(_folder, file))))
        {
            return OfFile(kept, file, environment);
        }

        return Refuse($"{source} runs '{file}', which does not exist, and package.json has no script 'build'.", "Correct the path.");
    }

    /// <summary>A command line that begins with <c>bun</c>.</summary>
    private StartAnswer OfBun(string source, IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment)
    {
        if (BunCall.Parse(words.Skip(1)) is not { } call)
        {
            return Refuse($"{source} runs bun without a file.", "Add it, for example \"bun src/index.ts\".");
        }

        if (!IsBuilt && Text(call.File) is null)
        {
            return Refuse(
                $"{source} runs '{call.File}', which does not exist, and package.json has no script 'build'.", "Correct the path.");
        }

        var answer = OfFile([.. call.Arguments], call.File, environment);
        var port = answer.Command!.Port ?? ((Text(call.File) ?? Source(call.File)) is { } text ? BunCall.PortOf(text) : null);
        var needsPort = port is null && answer.Command.NeedsPort;
        return answer with { Command = answer.Command with { IsBun = true, Port = port, NeedsPort = needsPort } };
    }

    /// <summary>The entry file that bun runs without a script: <c>module</c>, <c>main</c>, or a usual name; null without one.</summary>
    private StartAnswer? OfBunFile()
    {
        var usual = UsualNames.SelectMany(static name => (string[])[$"{name}.ts", $"{name}.tsx", $"{name}.js", $"{name}.mjs"]);
        var file = usual.Prepend(_manifest.Main).Prepend(_manifest.Module)
            .FirstOrDefault(name => name.Length > 0 && Text(name) is not null);
        return file is null ? null : OfBun("package.json", ["bun", file], NoVariables);
    }

    /// <summary>The development package of a module that node loads first; null if the image has it.</summary>
    private string? Missing(string option, string module)
    {
        if (option is not ("-r" or "--require" or "--import" or "--loader" or "--experimental-loader")
            || module[0] is '.' or '/')
        {
            return null;
        }

        var package = DevelopmentPackages.PackageOf(module);
        return _manifest.DevDependencies.ContainsKey(package) && !_manifest.Dependencies.ContainsKey(package) ? package : null;
    }

    private StartAnswer OfFile(List<string> arguments, string file, IReadOnlyDictionary<string, string> environment)
    {
        var text = Text(file) ?? Source(file);
        var (port, isAskedFor) = text is null ? default : EntryPort.In(text);
        var local = text is null ? null : LocalServer.In(text);
        return new(new StartCommand(arguments)
        {
            Environment = environment,
            Port = port,
            NeedsPort = isAskedFor && port is null,
            Local = local is null ? null : (file, local),
            DevelopmentPackage = Text(file) is { } own && DevelopmentPackages.LoadedBy(file, own, _manifest) is { } package
                ? (file, package) : null,
            Unread = !IsBuilt && text is not null && RequiredFiles.MissingFrom(text, Exists) is { } path ? (file, path) : null,
            EnvironmentFile = text is not null && EnvironmentFiles.LoadedBy(text, Exists) is { } variables ? (file, variables) : null,
        }, null);
    }

    private string? Text(string file)
    {
        foreach (var ending in Endings)
        {
            var path = Path.GetFullPath(Path.Combine(_folder, file + ending));
            if (_files.FileExists(path)) return _files.ReadText(path, HeadBytes);
        }

        return null;
    }

    /// <summary>The TypeScript from which a file is compiled: <c>dist/main.js</c> from <c>src/main.ts</c>.</summary>
    private string? Source(string file)
    {
        var path = file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file;
        var name = path.EndsWith("js", StringComparison.Ordinal) && path.LastIndexOf('.') is > 0 and var dot ? path[..dot] : path;
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var rest = slash < 0 ? name : name[(slash + 1)..];
        foreach (var candidate in (ReadOnlySpan<string>)[$"src/{rest}", rest, name, $"{name}/index", $"src/{rest}/index"])
        {
            foreach (var ending in (ReadOnlySpan<string>)[".ts", ".mts", ".cts", ".tsx", ".js", ".mjs"])
            {
                var source = Path.Combine(_folder, candidate + ending);
                if (_files.FileExists(source)) return _files.ReadText(source, HeadBytes);
            }
        }

        return null;
    }

    private bool Exists(string file) =>
        IsBuilt || Text(file) is not null || _files.DirectoryExists(Path.GetFullPath(Path.Combine(_folder, file)));
}
