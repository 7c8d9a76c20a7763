using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>PowerShell goes on after a cmdlet that failed, so the build succeeds with a broken image.</summary>
internal sealed class PowerShellContinues : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6032", "PowerShell continues after an error", Severity.Message)
        {
            Aliases = ["tally:powershell/error-action-preference", "tally:powershell/progress-preference"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, _, instruction) in file.Instructions.Of(InstructionKind.Shell))
        {
            if (stage.StateAfter(instruction).Shell.Value is not [var program, .. var options] || !IsPowerShell(program)
                || Array.Exists(options, static option => option.Contains("ErrorActionPreference", StringComparison.OrdinalIgnoreCase))
                || !stage.Instructions.Any(run => run.Kind == InstructionKind.Run && run.Span.Start > instruction.Span.Start
                    && run is { IsExecForm: false, Command: { } script } && IsLong(script.Text)))
            {
                continue;
            }

            findings.Report(instruction.HeaderSpan,
                "PowerShell continues after a failed cmdlet. Add \"$ErrorActionPreference = 'Stop';\" to the SHELL instruction.");
        }
    }

    private static bool IsPowerShell(string program) =>
        program[(program.LastIndexOfAny(['/', '\\']) + 1)..].ToUpperInvariant()
            is "POWERSHELL" or "POWERSHELL.EXE" or "PWSH" or "PWSH.EXE";

    /// <summary>The last command decides the exit code, so one command alone is safe.</summary>
    private static bool IsLong(string script) =>
        script.AsSpan().IndexOfAny(';', '\n') >= 0 && !script.Contains("ErrorActionPreference", StringComparison.OrdinalIgnoreCase);
}
