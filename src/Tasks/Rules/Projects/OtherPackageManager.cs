using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// Another package manager of Node.js installs the packages than <c>packageManager</c> in package.json names: it reads another lock file,
/// or none (nodejs.org/api/packages.html, "packageManager").
/// </summary>
internal sealed class OtherPackageManager : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6025", "The package manager is not the one in package.json", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.Of(NodeInstall.Managers) is not { Count: > 0 } commands
            || file.Facts.Manifests.Node is not { PackageManager: { Length: > 0 } named } manifest
            || named.IndexOf('@', StringComparison.Ordinal) is not (> 0 and var at))
        {
            return;
        }

        var manager = named[..at];
        var major = named[(at + 1)..].Split('.')[0];
        if (manager is not ("npm" or "yarn" or "pnpm") || file.Commands.Of("rm").Any(static rm =>
            rm.Command.Arguments.Any(static word => word.Text.Contains("package.json", StringComparison.Ordinal))))
        {
            return;
        }

        foreach (var (run, command) in commands)
        {
            if (!run.Stage.IsReachable || !TakesManifest(file, run)) continue;
            var used = command.Name is "yarnpkg" ? "yarn" : command.Name;
            if (NodeInstall.Of(command) is { } install && used != manager && manifest.HasDependencies)
            {
                findings.Report(run.Locate(command),
                    $"'{install.Text}' does not read the lock file of {manager}, which package.json names (packageManager). "
                        + $"Run {InstallOf(manager)}.");
                return;
            }

            if (command.Install is { Manager: "npm" } global && command.Line.Has("-g", "--global")
                && global.Packages.FirstOrDefault(package => package.Name == manager) is { Version: { } version }
                && version.Split('.')[0].TrimStart('v') is var installed && int.TryParse(installed, out _) && installed != major)
            {
                findings.Report(run.Locate(command),
                    $"npm installs {manager} {MessageText.Cut(version)}, but package.json names {named.Split('+')[0]} (packageManager). "
                        + $"Install {named.Split('+')[0]}.");
            }
        }
    }

    private static string InstallOf(string manager) => manager switch
    {
        "npm" => "'npm ci'",
        "pnpm" => "'corepack enable && pnpm install --frozen-lockfile'",
        _ => "'corepack enable && yarn install --immutable'",
    };

    private static bool TakesManifest(FileAnalysis file, RunScript run) =>
        file.Copies.Any(copy => run.Stage.IsBasedOn(copy.Stage) && copy.Takes("package.json"));
}
