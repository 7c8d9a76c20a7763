using ContainerGuard.Analysis;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Scripts that an install runs (npm Docs, "scripts"). Those of development packages fail in an install for the final image, which has no
/// such packages.
/// </summary>
/// <param name="release">The major release of Node.js.</param>
/// <param name="root">The package.json of the workspace, or the application's.</param>
internal sealed class InstallHooks(PackageJson root, int release)
{
    private const string Patches = "patch-package";

    private static readonly string[] Hooks = ["preinstall", "install", "postinstall"];

    /// <summary>Packages of programs with other names.</summary>
    private static readonly (string Program, string Package)[] Packages =
    [
        ("svelte-kit", "@sveltejs/kit"), ("tsc", "typescript"), ("ng", "@angular/cli"), ("nest", "@nestjs/cli"), ("nuxi", "nuxt"),
        ("remix", "@remix-run/dev"), ("react-router", "@react-router/dev"), ("graphql-codegen", "@graphql-codegen/cli"),
        ("vue-cli-service", "@vue/cli-service"), ("run-s", "npm-run-all"), ("playwright", "@playwright/test"),
    ];

    private readonly List<string> _changes = [];
    private readonly List<string> _early = [];

    /// <summary>Commands that change the scripts for the final image.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>Commands that change the scripts before every install, because they compile sources that are not copied yet.</summary>
    public IReadOnlyList<string> EarlyChanges => _early;

    /// <summary>A missing script whose effect the final image needs; else null.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>
    /// The commands that compile the application in an install on another machine: a build of the image runs them after the copy of the
    /// sources. Heroku runs <c>heroku-postbuild</c> instead of <c>build</c> (devcenter.heroku.com, "Node.js support").
    /// </summary>
    /// <param name="manifest">The application's package.json.</param>
    public static IReadOnlyList<ScriptCommand> Compilers(PackageJson manifest)
    {
        var resolver = new ScriptResolver(manifest);
        var built = resolver.Of("build", allowsPatterns: true, allowsVariables: true);
        string[] scripts = manifest.Scripts.ContainsKey("build") ? Hooks : [.. Hooks, "prepare", "heroku-postbuild"];
        return
        [
            .. scripts.SelectMany(script => resolver.Of(script) ?? []).Where(BuildTools.Compiles)
                .Where(command => built?.Any(one => one.ToString() == command.ToString()) != true)
                .DistinctBy(static command => command.ToString()),
        ];
    }

    /// <param name="folder">The package's folder, relative to the workspace.</param>
    /// <param name="manifest">Its package.json.</param>
    /// <param name="shipsPackages">Whether the final image has the packages of an install.</param>
    public void Add(string folder, PackageJson manifest, bool shipsPackages)
    {
        var resolver = new ScriptResolver(manifest);
        foreach (var hook in Hooks)
        {
            if (resolver.Of(hook, allowsPatterns: true) is not { } commands) continue;
            var rest = commands.Where(static command => !BuildTools.Compiles(command)).ToArray();
            if (rest.Length < commands.Count) _early.Add(Change(folder, hook, rest));
            if (!shipsPackages) continue;
            var missing = Array.FindAll(rest, command => IsMissing(command.Tool, manifest));
            if (missing.Length == 0) continue;
            if (Array.Exists(missing, static command => command.Tool == Patches))
            {
                Problem ??= new(
                    $"The script '{hook}' in package.json runs '{Patches}', a development package, so the final image lacks the patches.",
                    $"Move {Patches} to dependencies.");
            }

            _changes.Add(Change(folder, hook, rest.Except(missing)));
        }
    }

    /// <summary>The command that leaves only these commands in a script.</summary>
    private string Change(string folder, string hook, IEnumerable<ScriptCommand> commands)
    {
        var rest = commands.Select(static command => command.InShell(CommandLine.Join(command.Words, forWindows: false))).ToArray();
        return rest.Length == 0
            ? ScriptEdit.Delete(folder, hook, release)
            : ScriptEdit.Set(folder, hook, string.Join(" && ", rest), release);
    }

    private bool IsMissing(string program, PackageJson manifest)
    {
        var package = Array.Find(Packages, one => one.Program == program).Package ?? program;
        return (manifest.DevDependencies.ContainsKey(package) || root.DevDependencies.ContainsKey(package))
            && !manifest.Dependencies.ContainsKey(package) && !root.Dependencies.ContainsKey(package);
    }
}
