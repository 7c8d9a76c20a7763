using ContainerGuard.Analysis;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Scripts that an install runs (npm Docs, "scripts"). Those of development packages fail in an install for the final image, which has no
/// such packages.
/// </summary>
/// <param name="root">The package.json of the workspace, or the application's.</param>
internal sealed class InstallHooks(PackageJson root)
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

    /// <summary>Commands that change the scripts.</summary>
    public IReadOnlyList<string> Changes => _changes;

    /// <summary>A missing script whose effect the final image needs; else null.</summary>
    public Problem? Problem { get; private set; }

    /// <param name="folder">The package's folder, relative to the workspace.</param>
    /// <param name="manifest">Its package.json.</param>
    public void Add(string folder, PackageJson manifest)
    {
        var resolver = new ScriptResolver(manifest);
        foreach (var hook in Hooks)
        {
            if (resolver.Of(hook, allowsPatterns: true) is not { } commands) continue;
            var missing = commands.Where(command => IsMissing(command.Tool, manifest)).ToArray();
            if (missing.Length == 0) continue;
            if (Array.Exists(missing, static command => command.Tool == Patches))
            {
                Problem ??= new(
                    $"The script '{hook}' in package.json runs '{Patches}', a development package, so the final image lacks the patches.",
                    $"Move {Patches} to dependencies.");
            }

            var npm = $"npm {(folder.Length == 0 ? "" : $"--prefix {CommandLine.Quote(folder)} ")}pkg";
            var rest = commands.Except(missing).Select(static command => string.Join(' ', [
                .. command.Environment.Select(static one => $"{one.Key}={CommandLine.Quote(one.Value)}"),
                CommandLine.Join(command.Words, forWindows: false)])).ToArray();
            _changes.Add(rest.Length == 0
                ? $"{npm} delete scripts.{hook}"
                : $"{npm} set {CommandLine.Quote($"scripts.{hook}={string.Join(" && ", rest)}")}");
        }
    }

    private bool IsMissing(string program, PackageJson manifest)
    {
        var package = Array.Find(Packages, one => one.Program == program).Package ?? program;
        return (manifest.DevDependencies.ContainsKey(package) || root.DevDependencies.ContainsKey(package))
            && !manifest.Dependencies.ContainsKey(package) && !root.Dependencies.ContainsKey(package);
    }
}
