using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Node;

/// <summary>Finds the start command: the script <c>start</c> if it runs node, else <c>main</c>, else a file with a usual name.</summary>
internal sealed class StartReader
{
    private const int HeadBytes = 64 * 1024;

    /// <summary>Options of node whose value is the next word (nodejs.org, "Command-line API").</summary>
    private static readonly string[] OptionsWithValue =
        ["-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--title", "--env-file",
            "--env-file-if-exists", "--icu-data-dir"];

    private static readonly string[] UsualNames = ["server", "index", "app", "main"];

    private static readonly string[] Endings = ["", ".js", ".cjs", ".mjs", "/index.js"];

    /// <summary>Tools that serve an application: the package, and its script for node. All listen on 3000.</summary>
    private static readonly (string Tool, string Package, string Script)[] Servers =
    [
        ("next", "next", "dist/bin/next"),
        ("remix-serve", "@remix-run/serve", "dist/cli.js"),
        ("react-router-serve", "@react-router/serve", "bin.js"),
        ("fastify", "fastify-cli", "cli.js"),
    ];

    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly PackageJson _manifest;
    private readonly NodeRelease _release;

    /// <summary>
    /// The folder of npm's lock file, absolute, and the application in it; null for other managers, whose lock files have no paths of
    /// scripts.
    /// </summary>
    private readonly (string Root, string Member)? _npm;

    /// <param name="files">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="manifest">Its package.json.</param>
    /// <param name="release">The release of Node.js.</param>
    /// <param name="npm">The folder of npm's lock file, absolute, and the application's folder relative to it; null for other
    /// managers.</param>
    public StartReader(IFileSystem files, string folder, PackageJson manifest, NodeRelease release, (string Root, string Member)? npm)
    {
        _files = files;
        _folder = folder;
        _manifest = manifest;
        _release = release;
        _npm = npm;
    }

    private bool IsBuilt => _manifest.Scripts.ContainsKey("build");

    /// <param name="problem">Why the command is not known, with the remedy.</param>
    public StartCommand? Read(out Problem? problem)
    {
        problem = null;
        if (_manifest.Scripts.TryGetValue("start", out var script) && script.Length > 0)
        {
            if (StartCommand.ReadScript(script) is not { Words: [var program, .. var arguments] } command)
            {
                problem = new(
                    $"The script 'start' in package.json is '{script}', which needs a shell.",
                    "Start node directly, for example \"node server.js\", and move the rest to the script 'build'.");
                return null;
            }

            if (program is "node" or "nodejs") return OfNode(arguments, command.Environment, out problem);
            if (Tool(program, arguments) is { } tool) return tool with { Environment = command.Environment };
            problem = new(
                $"The script 'start' in package.json runs '{program}', which is not a command of a locked dependency.",
                "Start node directly, for example \"node server.js\".");
            return null;
        }

        if (_manifest.Main.Length > 0 && Exists(_manifest.Main)) return OfFile([_manifest.Main], _manifest.Main, NoVariables);
        foreach (var name in UsualNames)
        {
            foreach (var ending in (string[])[".js", ".mjs", ".cjs"])
            {
                if (_files.FileExists(Path.Combine(_folder, name + ending))) return OfFile([name + ending], name + ending, NoVariables);
            }
        }

        problem = new(
            "The start command is not known: no script 'start', no valid 'main', no server.js, index.js or app.js.",
            "Add \"start\": \"node server.js\" to package.json.");
        return null;
    }

    private static Dictionary<string, string> NoVariables => [];

    private StartCommand? OfNode(List<string> arguments, Dictionary<string, string> environment, out Problem? problem)
    {
        problem = null;
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
            if (argument[0] != '-') file = argument;
            else if (Array.IndexOf(OptionsWithValue, argument) >= 0 && index + 1 < arguments.Count) kept.Add(arguments[++index]);
        }

        if (file is null)
        {
            problem = new("The script 'start' in package.json runs node without a file.", "Add it, for example \"node server.js\".");
            return null;
        }

        if (Exists(file)) return OfFile(kept, file, environment);
        problem = new(
            $"The script 'start' in package.json runs '{file}', which does not exist, and package.json has no script 'build'.",
            "Correct the path.");
        return null;
    }

    private StartCommand OfFile(List<string> arguments, string file, Dictionary<string, string> environment)
    {
        var (port, isAskedFor) = Text(file) is { } text ? StartCommand.PortIn(text) : default;
        return new(arguments) { Environment = environment, Port = port, NeedsPort = isAskedFor && port is null };
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

    private bool Exists(string file) =>
        IsBuilt || Text(file) is not null || _files.DirectoryExists(Path.GetFullPath(Path.Combine(_folder, file)));

    /// <summary>
    /// A package's tool as a node command. Some managers write shell scripts to node_modules/.bin, so the command names the package's
    /// script.
    /// </summary>
    private StartCommand? Tool(string name, List<string> arguments)
    {
        if (LockedTool(name) is { } locked) return new([locked, .. arguments]) { Port = PortOf(name, arguments) };
        var (tool, package, script) = Array.Find(Servers, server => server.Tool == name);
        return tool is not null && _manifest.Dependencies.ContainsKey(package)
            ? new([$"node_modules/{package}/{script}", .. arguments]) { Port = PortOf(name, arguments) }
            : null;
    }

    private static int? PortOf(string name, List<string> arguments)
    {
        var at = arguments.FindIndex(static argument => argument is "-p" or "--port");
        if (at >= 0 && at + 1 < arguments.Count && int.TryParse(arguments[at + 1], out var port)) return port;
        return Array.Exists(Servers, server => server.Tool == name) ? 3000 : null;
    }

    /// <summary>Finds a tool in npm's lock file, which has the commands and the folder of each package.</summary>
    private string? LockedTool(string name)
    {
        if (_npm is not { } place) return null;
        var text = _files.ReadText(Path.Combine(place.Root, "npm-shrinkwrap.json"))
            ?? _files.ReadText(Path.Combine(place.Root, "package-lock.json"));
        if (text is null) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("packages", out var packages) || packages.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (var package in _manifest.Dependencies.Keys)
            {
                var up = place.Member.Length == 0 ? "" : string.Concat(Enumerable.Repeat("../", place.Member.Split('/').Length));
                foreach (var (key, path) in ((string, string)[])[($"{place.Member}/node_modules/{package}", $"node_modules/{package}"),
                    ($"node_modules/{package}", $"{up}node_modules/{package}")])
                {
                    if (packages.TryGetProperty(key, out var entry)
                        && entry.TryGetProperty("bin", out var bin)
                        && bin.ValueKind == JsonValueKind.Object
                        && bin.TryGetProperty(name, out var script) && script.GetString() is { } file)
                    {
                        return $"{path}/{(file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file)}";
                    }
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }
}
