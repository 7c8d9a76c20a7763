using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// A tool reports each build to its maintainers. The report takes time, and a build without a network waits for a timeout.
/// </summary>
internal sealed class BuildTelemetry : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG7031", "A build tool sends telemetry", Severity.Message)
        {
            Aliases = ["tally:prefer-telemetry-opt-out"],
            IsRecommended = false,
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("next", "nuxt", "gatsby", "astro", "turbo"))
        {
            if (VariableOf(command) is not { } variable || file.Source.Text.Contains(variable, StringComparison.Ordinal)) continue;
            findings.Report(run.Locate(command),
                $"'{command.Name}' sends telemetry from the build. Add ENV {variable}=1 to this stage.");
            return;
        }
    }

    private static string? VariableOf(ShellCommand command) => (command.Name, VerbOf(command)) switch
    {
        ("next", "build") => "NEXT_TELEMETRY_DISABLED",
        ("nuxt", "build") => "NUXT_TELEMETRY_DISABLED",
        ("gatsby", "build") => "GATSBY_TELEMETRY_DISABLED",
        ("astro", "build") => "ASTRO_TELEMETRY_DISABLED",
        ("turbo", "run" or "build") => "TURBO_TELEMETRY_DISABLED",
        _ => null,
    };

    private static string? VerbOf(ShellCommand command) => command.Line.SubCommand ?? command.Line.Operands.FirstOrDefault()?.Value;
}
