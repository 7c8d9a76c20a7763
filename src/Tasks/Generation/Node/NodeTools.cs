using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Finds the script of a package's tool, for node: some managers write shell scripts to node_modules/.bin, so a command names the
/// package's script.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="manifest">The application's package.json.</param>
/// <param name="npm">The folder of npm's lock file, absolute, and the application in it; null for other managers, whose lock files have no
/// paths of scripts.</param>
internal sealed class NodeTools(IFileSystem files, PackageJson manifest, (string Root, string Member)? npm)
{
    /// <summary>Tools that serve an application: the package, and its script for node. All listen on 3000.</summary>
    private static readonly (string Tool, string Package, string Script)[] Servers =
    [
        ("next", "next", "dist/bin/next"),
        ("remix-serve", "@remix-run/serve", "dist/cli.js"),
        ("react-router-serve", "@react-router/serve", "bin.js"),
        ("fastify", "fastify-cli", "cli.js"),
    ];

    /// <summary>The command of a tool; null if no package of the final image has it.</summary>
    public StartCommand? Command(string name, IReadOnlyList<string> arguments)
    {
        if (Locked(name) is { } locked) return new([locked, .. arguments]) { Port = PortOf(name, arguments) };
        var (tool, package, script) = Array.Find(Servers, server => server.Tool == name);
        return tool is not null && manifest.Dependencies.ContainsKey(package)
            ? new([$"node_modules/{package}/{script}", .. arguments]) { Port = PortOf(name, arguments) }
            : null;
    }

    /// <summary>The port among the arguments of a server, else its default.</summary>
    public static int? PortOf(string name, IReadOnlyList<string> arguments)
    {
        for (var at = 0; at < arguments.Count; at++)
        {
            var text = arguments[at] is "-p" or "--port" ? arguments.ElementAtOrDefault(at + 1)
                : arguments[at].StartsWith("--port=", StringComparison.Ordinal) ? arguments[at]["--port=".Length..]
                : null;
            if (int.TryParse(text, out var port)) return port;
        }

        return Array.Exists(Servers, server => server.Tool == name) ? 3000 : null;
    }

    /// <summary>Finds a tool in npm's lock file, which has the commands and the folder of each package.</summary>
    private string? Locked(string name)
    {
        if (npm is not { } place) return null;
        var text = files.ReadText(Path.Combine(place.Root, "npm-shrinkwrap.json"))
            ?? files.ReadText(Path.Combine(place.Root, "package-lock.json"));
        if (text is null) return null;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("packages", out var packages) || packages.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            foreach (var package in manifest.Dependencies.Keys)
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
        catch (Exception error) when (JsonText.IsDamage(error))
        {
            return null;
        }

        return null;
    }
}
