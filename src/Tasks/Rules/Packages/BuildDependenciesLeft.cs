using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>Build dependencies remain in the image: they are removed in a later layer, or never.</summary>
internal sealed class BuildDependenciesLeft : Rule
{
    private static readonly string[] BuildWords = ["build", "dev", "make", "compile", "phpize", "tmp", "temp"];

    public override RuleDescriptor Descriptor { get; } = new("CG5033", "Build dependencies remain in the image", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.InstallsOf(PackageManagers.OfSystems).Count == 0) return;

        // The stages of the final image are in order in the file, so one pass knows which packages are installed at each RUN.
        Dictionary<string, Addition> added = new(StringComparer.Ordinal);
        var isAllKnown = true;
        foreach (var run in file.Runs)
        {
            if (file.Image?.Includes(run.Stage) != true || run.Instruction.Onbuild is not null) continue;
            foreach (var command in run.Commands)
            {
                if (command.Install is { } install) Add(install, run, added);
                else if (Removes(command)) isAllKnown &= Remove(findings, run, command, added);
            }
        }

        if (!isAllKnown) return;
        foreach (var (name, addition) in added)
        {
            if (!addition.IsBuildGroup) continue;
            findings.Report(addition.Run.Locate(addition.Command),
                $"The build packages '{name}' stay in the image. Run 'apk del {name}' in the same RUN, or build in a separate stage.");
        }
    }

    private static void Add(PackageInstall install, RunScript run, Dictionary<string, Addition> added)
    {
        var line = install.Command.Line;
        if (install.Manager == "apk" && (line.ValueOf("--virtual") ?? line.ValueOf("-t")) is { } group)
        {
            // The name alone is not enough: a group without a build tool can be what the program needs at run time.
            var isForBuild =
                install.Packages.Any(static package => package.Kind != PackageKind.Named || BuildTools.IsForBuilding(package.Name))
                && !group.Contains("run", StringComparison.OrdinalIgnoreCase)
                && BuildWords.Any(word => group.Contains(word, StringComparison.OrdinalIgnoreCase));
            added[group] = new Addition(run, install.Command, isForBuild);
            return;
        }

        foreach (var package in install.Packages) added[package.Name] = new Addition(run, install.Command, IsBuildGroup: false);
    }

    private static bool Removes(ShellCommand command) => PackageManagers.Find(command.Name)?.Removes(command.Line) == true;

    /// <summary>Whether all packages that the command removes are known. Reports the first one that an earlier RUN installed.</summary>
    private static bool Remove(Findings findings, RunScript run, ShellCommand command, Dictionary<string, Addition> added)
    {
        var (isKnown, isReported) = (true, false);
        foreach (var word in command.Line.Operands)
        {
            if (!added.Remove(word.Text, out var addition))
            {
                isKnown &= word.Value is not null;
            }
            else if (addition.Run != run && !isReported)
            {
                isReported = true;
                findings.Report(run.Locate(word.Span),
                    $"An earlier RUN installed '{word.Text}', so its removal here does not shrink the image. "
                        + "Remove it in that RUN, or use a build stage.");
            }
        }

        return isKnown;
    }

    /// <summary>A package that a RUN installs, or a named group of packages.</summary>
    private sealed record Addition(RunScript Run, ShellCommand Command, bool IsBuildGroup);
}
