namespace ContainerGuard.Generation.Node;

/// <summary>Programs that serve an application while it is developed: they compile at the start, watch files, or serve only this
/// machine.</summary>
internal static class DevelopmentServers
{
    /// <summary>Programs that are never started in production.</summary>
    private static readonly string[] Programs =
        ["nodemon", "ts-node", "ts-node-dev", "tsnd", "ts-node-esm", "babel-node", "node-dev", "supervisor", "live-server", "browser-sync",
            "webpack-dev-server", "concurrently", "forever", "start-storybook", "wrangler", "vercel", "netlify", "nx", "turbo", "lerna"];

    /// <summary>Tools, and the arguments with which they are servers. An empty one stands for no argument.</summary>
    private static readonly (string Tool, string[] Verbs)[] Tools =
    [
        ("vite", ["", "dev", "serve", "preview"]), ("next", ["", "dev"]), ("nuxt", ["", "dev", "preview", "start"]),
        ("nuxi", ["dev", "preview", "start"]), ("astro", ["dev", "preview", "start"]), ("gatsby", ["develop", "serve", "start"]),
        ("react-scripts", ["start"]), ("craco", ["start"]), ("react-app-rewired", ["start"]), ("ng", ["serve", "s", "start", "dev"]),
        ("vue-cli-service", ["serve"]), ("webpack", ["serve", "server", "s", "watch"]), ("webpack-cli", ["serve"]), ("parcel", ["",
            "serve", "watch"]),
        ("remix", ["dev", "vite:dev"]), ("react-router", ["dev"]), ("svelte-kit", ["dev", "preview"]), ("docusaurus", ["start", "serve"]),
        ("vitepress", ["dev", "serve", "preview"]), ("vuepress", ["dev"]), ("nest", ["start"]), ("strapi", ["develop", "dev"]),
        ("tsx", ["watch"]), ("rsbuild", ["", "dev", "preview"]), ("storybook", ["dev"]), ("expo", ["start"]), ("quasar", ["dev"]),
        ("ember", ["serve", "server", "s"]), ("gridsome", ["develop"]), ("medusa", ["develop"]), ("keystone", ["dev"]), ("pm2", ["start"]),
        ("hexo", ["server", "s"]), ("umi", ["dev"]), ("max", ["dev"]), ("firebase", ["serve",
            "emulators:start"]),
    ];

    /// <summary>Verbs of these tools that start no server for development.</summary>
    private static readonly string[] OtherVerbs =
        ["build", "start", "generate", "export", "optimize", "lint", "prepare", "info", "inspect", "typecheck", "analyze", "telemetry",
            "typegen", "help"];

    /// <summary>Modules that compile the sources when node loads them.</summary>
    private static readonly string[] Compilers = ["ts-node", "@babel/register", "babel-register", "@swc-node/register", "esbuild-register"];

    /// <summary>The server that a command starts, as a message names it; null for a program of production.</summary>
    public static string? In(ScriptCommand command)
    {
        var tool = command.Tool;
        if (Array.IndexOf(Programs, tool) >= 0) return tool;
        foreach (var (name, verbs) in Tools)
        {
            if (name != tool) continue;

            // Values of options can precede the verb: vite --host 0.0.0.0 dev.
            var verb = command.ToolWords.Skip(1).FirstOrDefault(
                word => Array.IndexOf(verbs, word) >= 0 || Array.IndexOf(OtherVerbs, word) >= 0) ?? "";
            if (Array.IndexOf(verbs, verb) >= 0) return verb.Length == 0 ? name : $"{name} {verb}";
        }

        if (tool is "eleventy" or "@11ty/eleventy"
            && command.Words.Any(static word => word is "--serve" or "--watch"))
        {
            return "eleventy --serve";
        }

        if (tool == "fastify" && command.Words.Any(static word => word is "-w" or "--watch")) return "fastify --watch";
        if (tool is not ("node" or "nodejs" or "bun" or "deno" or "tsx")) return null;
        if (command.Words.FirstOrDefault(
            static word => word.StartsWith("--watch", StringComparison.Ordinal) || word == "--hot") is { } watch)
        {
            return $"{tool} {watch.Split('=')[0]}";
        }

        foreach (var module in command.Words)
        {
            foreach (var compiler in Compilers)
            {
                if (module.StartsWith(compiler, StringComparison.Ordinal)
                    || module.EndsWith("=" + compiler, StringComparison.Ordinal))
                {
                    return $"{tool} with {compiler}";
                }
            }
        }

        return null;
    }
}
