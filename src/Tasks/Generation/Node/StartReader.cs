using System.Text.Json;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Node;

/// <summary>Finds out how an application starts: the script <c>start</c> as a command of node, else <c>main</c>, else the usual names.</summary>
internal sealed class StartReader
{
    private const int HeadBytes = 64 * 1024;

    /// <summary>Options of node whose value is the next word (nodejs.org, "Command-line API").</summary>
    private static readonly string[] OptionsWithValue =
        ["-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--title", "--env-file", "--env-file-if-exists", "--icu-data-dir"];

    private static readonly string[] UsualNames = ["server", "index", "app", "main"];

    private static readonly string[] Endings = ["", ".js", ".cjs", ".mjs", "/index.js"];

    /// <summary>Tools that serve an application: the package, and the script of it that node runs. All of them listen on 3000.</summary>
    private static readonly (string Tool, string Package, string Script)[] Servers =
    [
        ("next", "next", "dist/bin/next"),
        ("remix-serve", "@remix-run/serve", "dist/cli.js"),
        ("react-router-serve", "@react-router/serve", "bin.js"),
        ("fastify", "fastify-cli", "cli.js"),
    ];

    private readonly IFileSystem files;
    private readonly string folder;
    private readonly PackageJson manifest;
    private readonly NodeRelease release;

    /// <summary>The folder with the lock file of npm, absolute, and the application in it; null for the others, which write no scripts' paths.</summary>
    private readonly (string Root, string Member)? npm;

    /// <param name="files">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="manifest">Its package.json.</param>
    /// <param name="release">The release of Node.js.</param>
    /// <param name="npm">Where npm's lock file is, absolute, and the application's folder relative to that; null where it is another manager's.</param>
    public StartReader(IFileSystem files, string folder, PackageJson manifest, NodeRelease release, (string Root, string Member)? npm)
    {
        this.files = files;
        this.folder = folder;
        this.manifest = manifest;
        this.release = release;
        this.npm = npm;
    }

    private bool IsBuilt => manifest.Scripts.ContainsKey("build");

    /// <param name="obstacle">Why nothing can be started, with the way out.</param>
    public StartCommand? Read(out string? obstacle)
    {
        obstacle = null;
        if (manifest.Scripts.TryGetValue("start", out var script) && script.Length > 0)
        {
            if (StartCommand.ReadScript(script) is not { Words: [var program, .. var arguments] } command)
            {
                obstacle = $"The script 'start' in package.json is '{script}', which needs a shell. Make it one command of node, such as \"node server.js\", and move the rest into the script 'build'.";
                return null;
            }

            if (program is "node" or "nodejs") return OfNode(arguments, command.Environment, out obstacle);
            if (Tool(program, arguments) is { } tool) return tool with { Environment = command.Environment };
            obstacle = $"The script 'start' in package.json runs '{program}', and nothing says which script of which package that is. Make it a command of node, such as \"node server.js\"; a tool for development has no place in production.";
            return null;
        }

        if (manifest.Main.Length > 0 && Exists(manifest.Main)) return OfFile([manifest.Main], manifest.Main, NoVariables);
        foreach (var name in UsualNames)
        {
            foreach (var ending in (string[])[".js", ".mjs", ".cjs"])
            {
                if (files.FileExists(Path.Combine(folder, name + ending))) return OfFile([name + ending], name + ending, NoVariables);
            }
        }

        obstacle = "Nothing says how the application starts: package.json has no script 'start' and no 'main' that is there, and there is no server.js, index.js or app.js. Write the script, such as \"start\": \"node server.js\".";
        return null;
    }

    private static Dictionary<string, string> NoVariables => [];

    private StartCommand? OfNode(List<string> arguments, Dictionary<string, string> environment, out string? obstacle)
    {
        obstacle = null;
        var kept = new List<string>();
        string? file = null;
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            if (file is null && argument.StartsWith("--env-file", StringComparison.Ordinal) && !argument.StartsWith("--env-file-if-exists", StringComparison.Ordinal))
            {
                // No image holds a .env: its variables come from whoever runs the container.
                var value = argument.Contains('=', StringComparison.Ordinal) ? argument[(argument.IndexOf('=', StringComparison.Ordinal) + 1)..] : arguments.ElementAtOrDefault(++index) ?? "";
                if (release.Major >= 22) kept.Add($"--env-file-if-exists={value}");
                continue;
            }

            kept.Add(argument);
            if (file is not null) continue;
            if (argument[0] != '-') file = argument;
            else if (Array.IndexOf(OptionsWithValue, argument) >= 0 && index + 1 < arguments.Count) kept.Add(arguments[++index]);
        }

        if (file is null)
        {
            obstacle = "The script 'start' in package.json runs node without a script. Write which, such as \"node server.js\".";
            return null;
        }

        if (Exists(file)) return OfFile(kept, file, environment);
        obstacle = $"The script 'start' in package.json runs '{file}', which is not there, and no script 'build' makes it. Write the one that is.";
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
            var path = Path.GetFullPath(Path.Combine(folder, file + ending));
            if (files.FileExists(path)) return files.ReadText(path, HeadBytes);
        }

        return null;
    }

    private bool Exists(string file) => IsBuilt || Text(file) is not null || files.DirectoryExists(Path.GetFullPath(Path.Combine(folder, file)));

    /// <summary>A tool of a package as node runs it. What lies in node_modules/.bin is a shell's script with some managers, so the package's own is named.</summary>
    private StartCommand? Tool(string name, List<string> arguments)
    {
        if (LockedTool(name) is { } locked) return new([locked, .. arguments]) { Port = PortOf(name, arguments) };
        var (tool, package, script) = Array.Find(Servers, server => server.Tool == name);
        return tool is not null && manifest.Dependencies.ContainsKey(package)
            ? new([$"node_modules/{package}/{script}", .. arguments]) { Port = PortOf(name, arguments) }
            : null;
    }

    private static int? PortOf(string name, List<string> arguments)
    {
        var at = arguments.FindIndex(static argument => argument is "-p" or "--port");
        if (at >= 0 && at + 1 < arguments.Count && int.TryParse(arguments[at + 1], out var port)) return port;
        return Array.Exists(Servers, server => server.Tool == name) ? 3000 : null;
    }

    /// <summary>npm's lock file says of each package which commands it has, and where the package lies.</summary>
    private string? LockedTool(string name)
    {
        if (npm is not { } place) return null;
        var text = files.ReadText(Path.Combine(place.Root, "npm-shrinkwrap.json")) ?? files.ReadText(Path.Combine(place.Root, "package-lock.json"));
        if (text is null) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("packages", out var packages) || packages.ValueKind != JsonValueKind.Object) return null;
            foreach (var package in manifest.Dependencies.Keys)
            {
                var up = place.Member.Length == 0 ? "" : string.Concat(Enumerable.Repeat("../", place.Member.Split('/').Length));
                foreach (var (key, path) in ((string, string)[])[($"{place.Member}/node_modules/{package}", $"node_modules/{package}"), ($"node_modules/{package}", $"{up}node_modules/{package}")])
                {
                    if (packages.TryGetProperty(key, out var entry) && entry.TryGetProperty("bin", out var bin) && bin.ValueKind == JsonValueKind.Object
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
