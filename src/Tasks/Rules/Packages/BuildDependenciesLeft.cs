using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>What was installed only to build stays in the image: in a layer below the one that removes it, or for good.</summary>
internal sealed class BuildDependenciesLeft : Rule
{
    private static readonly string[] BuildWords = ["build", "dev", "make", "compile", "phpize", "tmp", "temp"];

    public override RuleDescriptor Descriptor { get; } = new("CG5033", "Build dependencies stay in the image", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Commands.InstallsOf(PackageGrammar.OfSystems).Count == 0) return;

        // The final stage and those it continues follow one another in the file, so one pass sees what is there when.
        Dictionary<string, Addition> added = new(StringComparer.Ordinal);
        var isAllKnown = true;
        foreach (var run in context.Runs)
        {
            if (context.Image?.Includes(run.Stage) != true || run.Instruction.Onbuild is not null) continue;
            foreach (var command in run.Commands)
            {
                if (command.Install is { } install) Add(install, run, added);
                else if (Removes(command)) isAllKnown &= Remove(context, run, command, added);
            }
        }

        if (!isAllKnown) return;
        foreach (var (name, addition) in added)
        {
            if (!addition.IsBuildGroup) continue;
            context.Report(addition.Run.Locate(addition.Command),
                $"'{name}' is added for the build, by its name, and never removed: it stays in the image, to be downloaded, patched and attacked. Add it, build, and run 'apk del {name}' in one RUN, or build in a stage of its own; what the image needs when it runs goes into an 'apk add' beside it.");
        }
    }

    private static void Add(PackageInstall install, RunScript run, Dictionary<string, Addition> added)
    {
        var line = install.Command.Line;
        if (install.Manager == "apk" && (line.ValueOf("--virtual") ?? line.ValueOf("-t")) is { } group)
        {
            // Not every name is meant: without a tool in it, the group may be what the program runs with.
            var isForBuild = install.Packages.Any(static package => package.Kind != PackageKind.Named || BuildTools.IsForBuilding(package.Name))
                && !group.Contains("run", StringComparison.OrdinalIgnoreCase) && BuildWords.Any(word => group.Contains(word, StringComparison.OrdinalIgnoreCase));
            added[group] = new Addition(run, install.Command, isForBuild);
            return;
        }

        foreach (var package in install.Packages) added[package.Name] = new Addition(run, install.Command, IsBuildGroup: false);
    }

    private static bool Removes(ShellCommand command) => command.Name switch
    {
        "apk" => command.Line.SubCommand is "del",
        "apt-get" or "apt" or "aptitude" => command.Line.SubCommand is "remove" or "purge" or "autoremove",
        "yum" or "dnf" or "microdnf" or "tdnf" or "zypper" => command.Line.SubCommand is "remove" or "erase" or "rm",
        _ => false,
    };

    /// <summary>Whether it is known what the command removes; what an earlier RUN added is reported, once.</summary>
    private static bool Remove(RuleContext context, RunScript run, ShellCommand command, Dictionary<string, Addition> added)
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
                context.Report(run.Locate(word.Span),
                    $"'{word.Text}' was installed by an earlier RUN, whose layer keeps every file of it: to remove it here makes the image no smaller. Install, use and remove it in one RUN, or build in a stage of its own.");
            }
        }

        return isKnown;
    }

    /// <summary>What a RUN has added: a package, or a group of them under a name.</summary>
    private sealed record Addition(RunScript Run, ShellCommand Command, bool IsBuildGroup);
}
