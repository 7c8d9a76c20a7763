using ContainerGuard.Analysis;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Frameworks whose build writes a server, and how it is started. Some builds write all that ships; then the image has nothing else.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="folder">The application's folder, absolute.</param>
/// <param name="manifest">Its package.json.</param>
/// <param name="member">The application's folder in its workspace; empty without one.</param>
internal sealed class NodeFrameworks(IFileSystem files, string folder, PackageJson manifest, string member)
{
    private const int MostBytes = 256 * 1024;

    private const int NextPort = 3000;

    /// <summary>The optimized images and the answers of <c>fetch</c> that the server keeps (nextjs.org, "Image").</summary>
    public const string NextCache = ".next/cache";

    private const string NextServer = ".next/standalone";

    private const string NuxtServer = ".output/server/index.mjs";

    /// <summary>The server that the build writes; null for other frameworks.</summary>
    /// <param name="problem">Why what the build writes does not run in a container.</param>
    public StartCommand? Server(out Problem? problem)
    {
        problem = null;
        if (!manifest.Scripts.ContainsKey("build")) return null;
        var build = new ScriptResolver(manifest).Of("build", allowsPatterns: true, allowsVariables: true);
        if (Uses("nuxt") && build?.Any(static command => command is { Tool: "nuxt" or "nuxi", Verb: "build" }) != false)
        {
            return Nuxt;
        }

        if (Uses("@sveltejs/kit") && Settings("svelte.config").Quotes("@sveltejs/adapter-node")) return new(["build"]) { Port = 3000 };
        if (Uses("astro") && Settings("astro.config") is var astro && (astro.Mentions("adapter") || astro["output"].Text == "server"))
        {
            if (astro.Quotes("@astrojs/node") && !astro.Quotes("middleware"))
            {
                return new(["dist/server/entry.mjs"]) { Port = 4321, Environment = AllAddresses("HOST") };
            }

            problem = new(
                "astro.config builds for a host other than a container.", "Use the adapter @astrojs/node with the mode 'standalone'.");
            return null;
        }

        if (Uses("next") && build?.Any(static command => command.Tool == "next") != false)
        {
            return IsExported || build?.Any(static command => command.Verb == "export") == true ? null : Next([]);
        }

        if (build?.LastOrDefault(static command => command.Tool == "ng") is { } ng
            && new AngularWorkspace(files, folder, manifest).Server(ng) is { } server)
        {
            return new([server]) { Port = 4000 };
        }

        if (build?.Any(static command => command.Tool == "nest") == true) return new(["dist/main.js"]) { Port = 3000 };
        return Uses("@react-router/serve") && !HasNoSsr
            ? new(["node_modules/@react-router/serve/bin.js", "build/server/index.js"]) { Port = 3000 }
            : null;
    }

    /// <summary>
    /// Why the server that a tool starts has nothing to serve: the build of its framework writes only files for a web server. Null if the
    /// build writes a server, or the tool is another one.
    /// </summary>
    /// <param name="command">The command that starts.</param>
    public string? WhyNoServer(ScriptCommand command) => command.Tool switch
    {
        "next" when command.Verb == "start" && Uses("next") && IsExported => "next.config sets output to 'export'",
        "react-router-serve" when HasNoSsr => "react-router.config sets ssr to false",
        _ => null,
    };

    private bool IsExported => Settings("next.config")["output"].Text == "export";

    private bool HasNoSsr => Settings("react-router.config")["ssr"].Text == "false";

    /// <summary>The server of a Nuxt build, which writes all that ships into one folder (nuxt.com, "Deployment").</summary>
    private static StartCommand Nuxt { get; } = new([NuxtServer])
    {
        Port = 3000, Shipped = [(".output", ".output")], Environment = AllAddresses("NITRO_HOST"),
    };

    /// <summary>The server of a framework's build whose file a script starts; null for another file.</summary>
    /// <param name="arguments">The arguments of node.</param>
    public StartCommand? ServerOf(IReadOnlyList<string> arguments) =>
        arguments is [var file] && (file.StartsWith("./", StringComparison.Ordinal) ? file[2..] : file) == NuxtServer
        && Uses("nuxt") && manifest.Scripts.ContainsKey("build") ? Nuxt : null;

    /// <summary>
    /// The server of Next.js: <c>output: 'standalone'</c> writes a folder with all that ships except for the files of browsers
    /// (nextjs.org, "output").
    /// </summary>
    /// <param name="arguments">The arguments of <c>next start</c>.</param>
    public StartCommand Next(IReadOnlyList<string> arguments)
    {
        if (Settings("next.config")["output"].Text != "standalone")
        {
            return new(["node_modules/next/dist/bin/next", "start", .. arguments]) { Port = 3000 };
        }

        var prefix = member.Length == 0 ? "" : member + "/";
        List<(string, string)> shipped = [(NextServer, ""), (".next/static", $"{prefix}.next/static")];
        if (files.DirectoryExists(Path.Combine(folder, "public"))) shipped.Add(("public", $"{prefix}public"));

        // server.js has no options: it reads the variable PORT.
        var port = NodeTools.PortOf("next", arguments);
        return new(["server.js"])
        {
            Port = port, NeedsPort = port != NextPort, Shipped = shipped, Environment = AllAddresses("HOSTNAME"),
        };
    }

    /// <summary>
    /// Whether <c>next start</c> compiles its configuration, for which it loads the package typescript (nextjs.org, "next.config.js").
    /// </summary>
    public bool StartsWithTypeScript(StartCommand start) =>
        StartsNext(start)
        && !Exists("next.config.js") && !Exists("next.config.mjs") && (Exists("next.config.ts") || Exists("next.config.mts"));

    /// <summary>Whether a server is that of Next.js, which writes to <see cref="NextCache"/>: <c>next start</c>, or its own.</summary>
    public static bool IsNext(StartCommand start) => StartsNext(start) || start.Shipped.Any(static one => one.Source == NextServer);

    private static bool StartsNext(StartCommand start) =>
        start.Arguments.Any(static word => word.EndsWith("next/dist/bin/next", StringComparison.Ordinal));

    private bool Exists(string name) => files.FileExists(Path.Combine(folder, name));

    /// <summary>Whether a framework answers for the command of a development server: its build writes the server of production.</summary>
    public bool Uses(string package) => manifest.Dependencies.ContainsKey(package) || manifest.DevDependencies.ContainsKey(package);

    /// <summary>A container must listen on all addresses. The engine sets HOSTNAME to the container's name.</summary>
    private static Dictionary<string, string> AllAddresses(string variable) => new() { [variable] = "0.0.0.0" };

    private ScriptSettings Settings(string name)
    {
        foreach (var ending in (ReadOnlySpan<string>)[".js", ".ts", ".mjs", ".mts", ".cjs"])
        {
            if (files.ReadText(Path.Combine(folder, name + ending), MostBytes) is { } text) return ScriptSettings.Parse(text);
        }

        return ScriptSettings.Parse("");
    }
}
