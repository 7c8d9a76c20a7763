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
            if (Describe(name, value) is { } secret)
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
                || InHistory(step, image.Config.History[step.Index].CreatedBy) is not { } secret)
            {
                continue;
            }

            findings.ReportStep(
                step, secret, $"The history of the image contains {secret}. Revoke it, and pass a new one with RUN --mount=type=secret.");
        }
    }

    private static string? Describe(string name, string value)
    {
        if (SecretShapes.Find(value) is [var shape, ..]) return shape.Description;
        return value.Length > 0 && !SecretNames.IsBlank(value) && !SecretNames.IsForBuildOnly(value)
            && !value.StartsWith('$') && SecretNames.IsSecret(name, value)
            ? "a secret, according to its name"
            : null;
    }

    /// <summary>
    /// A shape anywhere, or the value of a build argument with such a name: <c>|1 TOKEN=… /bin/sh -c …</c>, <c>ARG TOKEN=…</c>
    /// </summary>
    private static string? InHistory(HistoryStep step, string text)
    {
        if (SecretShapes.Find(text) is [var shape, ..]) return shape.Description;
        var arguments = step.Kind == InstructionKind.Arg ? step.Text
            : text.IndexOf('|', StringComparison.Ordinal) is >= 0 and < 8 and var bar
                ? text[bar..Math.Max(bar, text.IndexOf(" /bin/", StringComparison.Ordinal))]
            : "";
        foreach (var word in arguments.Split(' '))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Describe(word[..equals], word[(equals + 1)..].Trim('"', '\'')) is not null)
            {
                return $"the value of the build argument '{word[..equals]}'";
            }
        }

        return null;
    }

    private static InstructionSyntax? VariableOf(ImageAnalysis image, string name) =>
        image.Inputs.Dockerfile?.Model.FinalStage?.End.Environment.Find(name)?.Instruction;
}
