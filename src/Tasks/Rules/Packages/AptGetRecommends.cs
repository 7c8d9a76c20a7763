using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get installs recommended packages, too: the default of Debian, which suits desktops.</summary>
internal sealed class AptGetRecommends : Rule
{
    private const string Setting = "APT::Install-Recommends";

    public override RuleDescriptor Descriptor { get; } = new(
        "CG5012", "apt-get install runs without --no-install-recommends", Severity.Message)
    {
        Aliases = ["hadolint:DL3015", "trivy:DS-0029", "kics:APT-GET Not Avoiding Additional Packages"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        Dictionary<Stage, int>? configured = null;
        foreach (var (run, command) in file.Commands.Of("apt-get", "apt"))
        {
            if (!InstallsRecommended(command.Line)) continue;

            configured ??= ReadConfiguration(file.Model);
            if (configured.TryGetValue(run.Stage, out var start) && start <= (run.Instruction.Onbuild ?? run.Instruction).Span.Start)
            {
                continue;
            }

            findings.Report(run.Locate(command),
                $"'{command.Name} install' also installs recommended packages. "
                    + "Add '--no-install-recommends', and list the packages that you need.",
                fix: Edits.InsertOption(run, command.Line.SubCommandWord!, "--no-install-recommends"));
        }
    }

    private static bool InstallsRecommended(CommandArguments line) =>
        line.SubCommand == "install"
        && !line.MayHaveMoreOptions
        && !line.Has("--no-install-recommends")
        && !line.Options.Any(static option => option.Value?.Contains(Setting, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>
    /// The position in each stage from which the setting is in apt's configuration. A stage inherits it from the stage that it continues.
    /// </summary>
    private static Dictionary<Stage, int> ReadConfiguration(DockerfileModel model)
    {
        Dictionary<Stage, int> configured = [];
        foreach (var stage in model.Stages)
        {
            if (stage.Parent is { } parent && configured.ContainsKey(parent))
            {
                configured[stage] = stage.From.Span.Start;
            }
            else if (stage.Instructions.FirstOrDefault(static instruction =>
                instruction.Source.AsSpan(instruction.Span).Contains(Setting, StringComparison.OrdinalIgnoreCase)) is { } first)
            {
                configured[stage] = first.Span.Start;
            }
        }

        return configured;
    }
}
