using ContainerGuard.Analysis;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Finds out whether a build writes a site, and where. The defaults are those of the tools' documentation; other values are read from their
/// configuration where they are literal.
/// </summary>
internal sealed class SiteReader
{
    private const int MostBytes = 256 * 1024;

    private static readonly string[] ScriptEndings = [".js", ".ts", ".mjs", ".mts", ".cjs", ".cts"];

    /// <summary>A hash of the content before the ending: <c>main-ABCD2345.js</c>, <c>main.0123456789abcdef.js</c>.</summary>
    private const string HashedName = """[-.]([0-9A-Z]{8}|[0-9a-f]{16,20})\.(css|js|mjs|svg|png|jpe?g|webp|avif|woff2?)$""";

    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly PackageJson _manifest;
    private readonly AppProject _project;
    private Problem? _problem;

    /// <param name="files">The disk.</param>
    /// <param name="project">The project, whose properties name what cannot be read.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="manifest">Its package.json.</param>
    public SiteReader(IFileSystem files, AppProject project, string folder, PackageJson manifest)
    {
        _files = files;
        _project = project;
        _folder = folder;
        _manifest = manifest;
    }

    /// <summary>The site that the scripts of the application write.</summary>
    public SiteAnswer Read()
    {
        var resolver = new ScriptResolver(_manifest);

        // The documentation of a library is not what the library builds.
        var documentation = _manifest.Scripts.ContainsKey("build") ? "" : "docs:build";
        foreach (var script in (string[])["build", "build:prod", "build:production", "generate", "export", documentation])
        {
            if (!_manifest.Scripts.ContainsKey(script)
                || resolver.Of(script, allowsPatterns: true, allowsVariables: true) is not { } commands)
            {
                continue;
            }

            for (var index = commands.Count - 1; index >= 0; index--)
            {
                if (Of(commands[index]) is not { } site) continue;
                if (site.Output.Contains('$', StringComparison.Ordinal) && _project.ContainerGuardSiteOutput.Length == 0)
                {
                    _problem ??= new(
                        $"The script '{script}' in package.json writes the site to '{site.Output}', which depends on a variable.",
                        "Set ContainerGuardSiteOutput, for example <ContainerGuardSiteOutput>dist</ContainerGuardSiteOutput>.");
                }

                if (_problem is not null) return new(null, _problem);
                return new(WithSettings(site) with { Script = script }, null);
            }
        }

        if (_project.ContainerGuardSiteOutput.Length == 0) return SiteAnswer.None;
        return _manifest.Scripts.ContainsKey("build")
            ? new(WithSettings(new Site("build", "")), null)
            : new(null, new(
                "ContainerGuardSiteOutput is set, but package.json has no script 'build'.", "Add it: it writes the files of the site."));
    }

    private Site WithSettings(Site site)
    {
        var output = _project.ContainerGuardSiteOutput.Length > 0 ? _project.ContainerGuardSiteOutput : site.Output;
        site = site with { Output = ContextPath.InContainer("/", output)[1..] };
        return _project.ContainerGuardSiteBase.Length > 0 ? site with { Base = BasePath(_project.ContainerGuardSiteBase) } : site;
    }

    private bool Uses(string package) => _manifest.Dependencies.ContainsKey(package) || _manifest.DevDependencies.ContainsKey(package);

    private Site? Of(ScriptCommand command) => (command.Tool, command.Verb) switch
    {
        ("vite" or "rolldown-vite", "build") => Vite(command),
        ("vite", _) when command.ToolWords.Contains("build") => Vite(command),
        ("react-scripts" or "craco" or "react-app-rewired", "build") => ReactScripts(command),
        ("ng", "build" or "b") => Angular(command),
        ("vue-cli-service", "build") => VueCli(command),
        ("astro", "build") => Astro(command),
        ("next", "build" or "export") => Next(command),
        ("nuxt" or "nuxi" or "nuxt-cli", "generate") => new("Nuxt", ".output/public") { HashedFolders = ["_nuxt/"], Fallback = "200.html" },
        ("gatsby", "build") => Gatsby(command),
        ("docusaurus", "build") => Pages("Docusaurus", command.Option("--out-dir") ?? "build", "docusaurus.config", "baseUrl", ["assets/"]),
        ("eleventy" or "@11ty/eleventy", _) when !HasAny(command, "--serve", "--watch") => Eleventy(command),
        ("vitepress", "build") => Press("vitepress", command),
        ("vuepress", "build") => Press("vuepress", command),
        ("react-router", "build") => ReactRouter(),
        ("parcel", "build") => new("Parcel", Option(command, "--dist-dir",
            "-d") ?? "dist") { Base = BasePath(command.Option("--public-url")) },
        ("rsbuild", "build") => Bundled("rsbuild.config", "dist", ["output", "distPath", "root"], ["output", "assetPrefix"], ["static/"]),
        ("quasar", "build") => new("Quasar", "dist/spa") { HashedFolders = Unmixed("assets/") },
        ("ember", "build") => new("Ember", Option(command, "--output-path", "-o") ?? "dist"),
        ("expo", "export") => new("Expo", command.Option("--output-dir") ?? "dist") { HashedFolders = ["_expo/static/"] },
        ("hexo", "generate" or "g") => new("Hexo", "public") { Fallback = null },
        ("webpack" or "webpack-cli", _) when command.Verb is not ("serve" or "watch") && IsForBrowser() => Webpack(command),
        _ => null,
    };

    /// <summary>A folder that the project names needs no answer of the workspace.</summary>
    private Site? Angular(ScriptCommand command)
    {
        Problem? problem = null;
        var site = new AngularWorkspace(_files, _folder, _manifest).Site(command, ref problem);
        if (_project.ContainerGuardSiteOutput.Length == 0) _problem ??= problem;
        return site;
    }

    private Site? Vite(ScriptCommand command)
    {
        if (command.Option("--ssr") is not null || command.ToolWords.Contains("--ssr")) return null;
        var (name, settings) = Script(command.Option("--config", "-c"), "vite.config");
        if (Uses("@sveltejs/kit")) return SvelteKit();
        if (Uses("@react-router/dev")) return ReactRouter();
        if (settings.Mentions("lib") && settings["build", "lib"].IsComputed) return null;
        var root = Known(settings["root"], name, "root", "ContainerGuardSiteOutput") ?? "";
        var output = Option(command, "--outDir") ?? Known(settings["build", "outDir"], name, "build.outDir",
            "ContainerGuardSiteOutput") ?? "dist";
        var assets = Option(command, "--assetsDir") ?? settings["build", "assetsDir"].Text ?? "assets";
        var path = command.Option("--base") ?? Known(settings["base"], name, "base", "ContainerGuardSiteBase");
        return new("Vite", Join(root, output))
        {
            Base = BasePath(path),
            HashedFolders = settings.Mentions("assetFileNames") || settings.Mentions("entryFileNames") ? []
                : Unmixed($"{assets.Trim('/')}/", root),
        };
    }

    private Site? SvelteKit()
    {
        var (name, settings) = Script(null, "svelte.config");
        if (!settings.Quotes("@sveltejs/adapter-static"))
        {
            if (settings.Quotes("@sveltejs/adapter-node")) return null;
            _problem ??= new(
                $"{name} uses an adapter that selects the hosting platform automatically.",
                "Use @sveltejs/adapter-node for a server, or @sveltejs/adapter-static for files.");
            return new("SvelteKit", "build");
        }

        return new("SvelteKit", Known(settings.Anywhere("pages"), name, "pages", "ContainerGuardSiteOutput") ?? "build")
        {
            Base = BasePath(Known(settings["kit", "paths", "base"], name, "paths.base", "ContainerGuardSiteBase")),
            Fallback = settings.Mentions("fallback") ? Argument(settings, name, "fallback") : null,
            HashedFolders = ["_app/immutable/"],
        };
    }

    private string? Argument(ScriptSettings settings, string name, string member) =>
        Known(settings.Anywhere(member), name, member, "ContainerGuardSiteOutput");

    private Site? ReactRouter()
    {
        var (name, settings) = Script(null, "react-router.config");
        if (settings["ssr"].Text != "false") return null;
        var output = Known(settings["buildDirectory"], name, "buildDirectory", "ContainerGuardSiteOutput") ?? "build";
        return new("React Router", $"{output}/client")
        {
            Base = BasePath(Known(settings["basename"], name, "basename", "ContainerGuardSiteBase")),
            Fallback = settings.Mentions("prerender") ? "__spa-fallback.html" : "index.html",
            HashedFolders = Unmixed("assets/"),
        };
    }

    private Site ReactScripts(ScriptCommand command)
    {
        var path = command.Environment.GetValueOrDefault("PUBLIC_URL") ?? _manifest.Homepage;
        return new("Create React App", command.Environment.GetValueOrDefault("BUILD_PATH") ?? "build")
        {
            Base = BasePath(path),
            HashedFolders = Unmixed("static/"),
        };
    }

    private Site VueCli(ScriptCommand command)
    {
        var (name, settings) = Script(null, "vue.config");
        var isHashed = settings["filenameHashing"].Text != "false";
        return new("Vue CLI", Option(command, "--dest") ?? Known(settings["outputDir"], name, "outputDir",
            "ContainerGuardSiteOutput") ?? "dist")
        {
            Base = BasePath(Known(settings["publicPath"], name, "publicPath", "ContainerGuardSiteBase")),
            HashedFolders = isHashed ? [.. Unmixed("js/"), .. Unmixed("css/"), .. Unmixed("img/"), .. Unmixed("fonts/")] : [],
        };
    }

    private Site? Astro(ScriptCommand command)
    {
        var (name, settings) = Script(command.Option("--config"), "astro.config");
        if (settings["output"].Text is "server" or "hybrid" || settings.Mentions("adapter")) return null;
        var output = Option(command, "--outDir") ?? Known(settings["outDir"], name, "outDir", "ContainerGuardSiteOutput") ?? "dist";
        return new("Astro", output)
        {
            Base = BasePath(Known(settings["base"], name, "base", "ContainerGuardSiteBase")),
            Fallback = null,
            HashedFolders = [$"{settings["build", "assets"].Text ?? "_astro"}/"],
        };
    }

    private Site? Next(ScriptCommand command)
    {
        var (name, settings) = Script(null, "next.config");
        if (command.Verb != "export" && settings["output"].Text != "export") return null;
        var output = Option(command, "-o", "--outdir") ?? Known(settings["distDir"], name, "distDir", "ContainerGuardSiteOutput");
        return new("Next.js", output is null or ".next" ? "out" : output)
        {
            Base = BasePath(Known(settings["basePath"], name, "basePath", "ContainerGuardSiteBase")),
            Fallback = null,
            HashedFolders = ["_next/static/"],
        };
    }

    private Site Gatsby(ScriptCommand command)
    {
        var (name, settings) = Script(null, "gatsby-config");
        var prefix = HasAny(command, "--prefix-paths")
            ? Known(settings["pathPrefix"], name, "pathPrefix", "ContainerGuardSiteBase")
            : null;
        return new("Gatsby", "public") { Base = BasePath(prefix), Fallback = null, HashedFolders = ["static/"] };
    }

    private Site Eleventy(ScriptCommand command)
    {
        var (name, settings) = Script(command.Option("--config"), ".eleventy", "eleventy.config");
        var output = Option(command, "--output") ?? Known(settings.Anywhere("output"), name, "dir.output",
            "ContainerGuardSiteOutput") ?? "_site";
        return new("Eleventy", output)
        {
            Base = BasePath(command.Option("--pathprefix") ?? settings.Anywhere("pathPrefix").Text),
            Fallback = null,
        };
    }

    private Site Pages(string tool, string output, string configuration, string member, IReadOnlyList<string> hashed)
    {
        var (name, settings) = Script(null, configuration);
        var path = BasePath(Known(settings.Anywhere(member), name, member, "ContainerGuardSiteBase"));
        return new(tool, output) { Base = path, Fallback = null, HashedFolders = hashed };
    }

    private Site Press(string tool, ScriptCommand command)
    {
        var words = command.ToolWords.Where(static word => !word.StartsWith('-')).ToArray();
        var folder = words.Length > 2 ? words[2].Trim('/') : "";
        var (name, settings) = Script(null, Join(folder, $".{tool}/config"));
        var output = Known(settings.Anywhere("outDir"), name, "outDir", "ContainerGuardSiteOutput");
        return new(tool, output ?? Join(folder, $".{tool}/dist"))
        {
            Base = BasePath(Known(settings.Anywhere("base"), name, "base", "ContainerGuardSiteBase")),
            Fallback = null,
            HashedFolders = ["assets/"],
        };
    }

    private Site Bundled(string configuration, string byDefault, string[] output, string[] path, string[] hashed)
    {
        var (name, settings) = Script(null, configuration);
        return new("Rsbuild", Known(settings[output], name, string.Join('.', output), "ContainerGuardSiteOutput") ?? byDefault)
        {
            Base = BasePath(Known(settings[path], name, string.Join('.', path), "ContainerGuardSiteBase")),
            HashedFolders = [.. hashed.SelectMany(folder => Unmixed(folder))],
        };
    }

    /// <summary>webpack's output folder is a computed path in every configuration, so it is named by the project, or the default.</summary>
    private Site Webpack(ScriptCommand command)
    {
        var (name, settings) = Script(command.Option("--config", "-c"), "webpack.config");
        if (settings["output", "path"].IsComputed && !settings.Quotes("dist") && _project.ContainerGuardSiteOutput.Length == 0)
        {
            _problem ??= Computed(name, settings["output", "path"].Line, "output.path", "ContainerGuardSiteOutput");
        }

        return new("webpack", command.Option("--output-path", "-o") ?? "dist") { Base = BasePath(settings["output", "publicPath"].Text) };
    }

    /// <summary>Whether webpack writes pages: it also bundles servers and libraries.</summary>
    private bool IsForBrowser() => Uses("html-webpack-plugin") || _project.ContainerGuardSiteOutput.Length > 0;

    /// <summary>A literal value; else null. A computed one is a problem, unless the project's property names it.</summary>
    private string? Known(ScriptValue value, string file, string member, string property)
    {
        var isNamed = property == "ContainerGuardSiteBase"
            ? _project.ContainerGuardSiteBase.Length > 0
            : _project.ContainerGuardSiteOutput.Length > 0;
        if (value.IsComputed && !isNamed) _problem ??= Computed(file, value.Line, member, property);
        return value.Text;
    }

    private Problem Computed(string file, int line, string member, string property) => new(
        $"{file}({line}) computes '{member}', so the {(property == "ContainerGuardSiteBase" ? "path" : "folder")} of the site is "
            + "not known.",
        $"Write a literal value, or set {property}, for example "
            + $"<{property}>{(property == "ContainerGuardSiteBase" ? "/" : "dist")}</{property}>.") { Path = Path.Combine(_folder, file) };

    /// <summary>The first configuration that exists, and its name; else an empty one.</summary>
    private (string Name, ScriptSettings Settings) Script(string? named, params ReadOnlySpan<string> names)
    {
        if (named is not null) return (named, Parse(named) ?? ScriptSettings.Parse(""));
        foreach (var name in names)
        {
            foreach (var ending in ScriptEndings)
            {
                if (Parse(name + ending) is { } settings) return (name + ending, settings);
            }
        }

        return (names.Length > 0 ? names[0] + ".js" : "", ScriptSettings.Parse(""));
    }

    private ScriptSettings? Parse(string name) =>
        _files.ReadText(Path.GetFullPath(Path.Combine(_folder, name)), MostBytes) is { } text ? ScriptSettings.Parse(text) : null;

    /// <summary>The folder, unless the sources add files without a hash to it.</summary>
    private IReadOnlyList<string> Unmixed(string folder, string root = "") =>
        _files.DirectoryExists(Path.Combine(_folder, root, "public", folder.TrimEnd('/'))) ? [] : [folder];

    private static string? Option(ScriptCommand command, params ReadOnlySpan<string> names) =>
        command.Option(names)?.TrimEnd('/') is { Length: > 0 } value ? value.StartsWith("./", StringComparison.Ordinal) ? value[2..]
            : value : null;

    private static bool HasAny(ScriptCommand command, params ReadOnlySpan<string> options)
    {
        foreach (var option in options)
        {
            if (command.ToolWords.Contains(option)) return true;
        }

        return false;
    }

    private static string Join(string folder, string output) => ContextPath.InContainer("/" + folder, output)[1..];

    /// <summary>The path of a base: that of an address; the root for a relative one.</summary>
    internal static string BasePath(string? text)
    {
        var path = text ?? "";
        if (Uri.TryCreate(path, UriKind.Absolute, out var address) && address.Scheme is "http" or "https") path = address.AbsolutePath;
        path = path.Trim('/');
        return path.Length == 0 || path[0] == '.' || TextScan.HasAny(path, " \t\"'{};\\$") ? "/" : $"/{path}/";
    }

    /// <summary>The pattern of names with a hash that Angular's builders write beside the other files.</summary>
    internal static string NamesOfAngular => HashedName;
}
