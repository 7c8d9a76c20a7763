using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// A HEALTHCHECK calls curl, wget or a shell that the image does not have: every check fails, so the container is always unhealthy.
/// </summary>
internal sealed class HealthcheckWithoutTool : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6009", "HEALTHCHECK calls a program that the image does not have", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image
            || image.State.Healthcheck is not { Origin: SettingOrigin.File, Instruction: { HealthcheckType: { } type } check }
            || BareImage.KindOf(image.Stage, file.Facts) is not { } kind || MissingIn(check) is not { } missing || type.TextEquals("NONE"))
        {
            return;
        }

        if (BareImage.MayHave(image.Stage, missing, byRun: true)) return;

        findings.Report(check.HeaderSpan,
            $"HEALTHCHECK needs '{missing}', which {kind} does not have. "
                + "Let the application check itself: HEALTHCHECK CMD [\"/app\", \"--health\"].");
    }

    private static string? MissingIn(InstructionSyntax check)
    {
        if (check.Command is not null) return "/bin/sh";
        if (!check.IsExecForm) return null;

        var command = ShellScript.FromArguments(check.Arguments.Select(static word => new LocatedText(word.Value, word.Span))).Commands
            .FirstOrDefault();
        return command?.Name is "curl" or "wget" or "sh" or "bash" or "nc" ? command.Words[0].Text : null;
    }
}
