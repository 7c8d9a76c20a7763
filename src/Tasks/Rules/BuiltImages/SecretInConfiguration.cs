using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The environment, a label or the history of the image has a secret: by its shape, or by the name of a variable.</summary>
internal sealed class SecretInConfiguration : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8007", "The image configuration contains a secret", Severity.Error)
    {
        Aliases = ["dockle:CIS-DI-0010", "trivy:DS-0031", "cis:4.10"],
    };

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var variable in image.Config.Environment)
        {
            if (variable.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals)) continue;
            var (name, value) = (variable[..equals], variable[(equals + 1)..]);
            if (ConfigurationSecrets.OfVariable(name, value) is { } secret)
            {
                findings.ReportAt(
                    VariableOf(image, name), name,
                    $"The environment variable '{name}' contains {secret}. Revoke the secret, remove it from the image, and set "
                        + "a new one when the container starts.",
                    InstructionKind.Env);
            }
        }

        foreach (var (name, value) in image.Config.Labels)
        {
            if (SecretShapes.Find(value) is [var secret, ..])
            {
                findings.ReportSetting(
                    InstructionKind.Label, name, $"The label '{name}' contains {secret.Description}. Revoke it, and remove it "
                        + "from the label.");
            }
        }

        foreach (var step in image.Origins.OwnSteps)
        {
            // ENV and LABEL are in the configuration too, where they have a name.
            if (step.Kind is InstructionKind.Env or InstructionKind.Label
                || ConfigurationSecrets.OfHistory(ArgumentsOf(step), image.Config.History[step.Index].CreatedBy) is not { } secret)
            {
                continue;
            }

            findings.ReportStep(
                step, secret, $"The history of the image contains {secret}. Revoke it, and pass a new one with RUN --mount=type=secret.");
        }
    }

    private static string? ArgumentsOf(HistoryStep step) => step.Kind == InstructionKind.Arg ? step.Text : null;

    private static InstructionSyntax? VariableOf(ImageAnalysis image, string name) =>
        image.Inputs.Dockerfile?.Model.FinalStage?.End.Environment.Find(name)?.Instruction;
}
