using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get installs what packages recommend, too: Debian's default for machines that people sit at.</summary>
internal sealed class AptGetRecommends : Rule
{
    private const string Setting = "APT::Install-Recommends";

    public override RuleDescriptor Descriptor { get; } = new("CG5012", "apt-get installs what packages only recommend", Severity.Message)
    {
        Aliases = ["hadolint:DL3015", "trivy:DS-0029", "kics:APT-GET Not Avoiding Additional Packages"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (command.Name is not ("apt-get" or "apt") || !InstallsRecommended(command.Line) || IsConfigured(run)) continue;
                context.Report(run.Locate(command),
                    $"'{command.Name} install' also installs what the packages recommend: more to download, to patch and to attack. Write '{command.Name} install --no-install-recommends', and name what is really needed.",
                    fix: [TextEdit.Insert(run.Locate(command.Line.SubCommandWord!.Span).End, " --no-install-recommends")]);
            }
        }
    }

    private static bool InstallsRecommended(CommandLine line) =>
        line.SubCommand == "install"
        && !line.MayHaveMoreOptions
        && !line.Has("--no-install-recommends")
        && !line.Options.Any(static option => option.Value?.Contains(Setting, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Whether an instruction up to this one writes the setting into apt's configuration.</summary>
    private static bool IsConfigured(RunScript run)
    {
        foreach (var instruction in run.Stage.Instructions)
        {
            if (instruction.KeywordSpan.Start > run.Instruction.KeywordSpan.Start) break;
            if (instruction.Source.AsSpan(instruction.Span).Contains(Setting, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return run.Stage.Parent is { } parent && parent.Instructions.Any(static instruction => instruction.ToString().Contains(Setting, StringComparison.OrdinalIgnoreCase));
    }
}
