using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// ENV or ARG with a variable whose name says that it contains a secret. A variable that BuildKit's check reports, although its value or
/// the rest of its name shows that it is harmless, is a message.
/// </summary>
internal sealed class SecretInEnvOrArg : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4001", "A secret is passed in ENV or ARG", Severity.Warning)
    {
        Aliases = ["hadolint:DL3064", "buildkit:SecretsUsedInArgOrEnv", "trivy:DS-0031", "kics:Passwords And Secrets",
            "kics:Passwords And Secrets - Generic Password"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var outer in file.Syntax.Instructions)
        {
            var instruction = outer.Trigger ?? outer;
            if (instruction.Kind is not (InstructionKind.Env or InstructionKind.Arg)) continue;
            foreach (var pair in instruction.Pairs)
            {
                var span = file.FromFirstLine(instruction, pair.Key.Span);
                if (SecretNames.IsSecret(pair.Name, pair.Value?.Value) && !IsPlaceholder(instruction.Kind, pair))
                {
                    if (file.Facts.IsOfProperties) ReportItem(findings, pair, span);
                    else Report(findings, instruction.Kind, pair, span, Ships(file, outer));
                }
                else if (SecretNames.HasWordOfBuildKit(pair.Name) && !file.Facts.IsOfProperties && IsInStage(file, instruction))
                {
                    ReportHarmless(findings, pair, span);
                }
            }
        }
    }

    /// <summary>BuildKit's check does not read an ARG before the first FROM, nor an ONBUILD.</summary>
    private static bool IsInStage(FileAnalysis file, InstructionSyntax instruction) =>
        instruction.Onbuild is null && file.Model.FindStage(instruction) is not null;

    /// <summary>Whether the default of an ARG says that it is only for the build.</summary>
    private static bool IsPlaceholder(InstructionKind kind, KeyValueSyntax pair) =>
        kind == InstructionKind.Arg && pair.Value?.Value is { Length: > 0 } value && SecretNames.IsForBuildOnly(value);

    /// <summary>Whether the instruction is in the final image. A trigger is in the images that are based on this one.</summary>
    private static bool Ships(FileAnalysis file, InstructionSyntax instruction) =>
        file.Model.FindStage(instruction) is not { } stage || file.Image?.Includes(stage) != false || stage.IsFragment;

    private static void Report(Findings findings, InstructionKind kind, KeyValueSyntax pair, TextSpan span, bool ships)
    {
        var (name, mount) = (pair.Name, $"RUN --mount=type=secret,id={pair.Name},env={pair.Name}");
        if (kind == InstructionKind.Arg)
        {
            findings.Report(span,
                $"ARG '{name}' looks like a secret, and "
                    + $"{(ships ? "'docker history' shows it" : "the provenance of the build can show it")}. Use {mount}.");
        }
        else if (SecretNames.IsBlank(pair.Value?.Value))
        {
            findings.Report(span,
                $"ENV '{name}' looks like a secret and has an empty value. Remove it, and set it at run time.", Severity.Message);
        }
        else if (!ships)
        {
            // The image does not have the variable. A value that comes from an ARG is not in the file either.
            findings.Report(span,
                $"ENV '{name}' looks like a secret, and the build cache stores it. Use {mount}.",
                pair.Value?.RawText.Trim('"').StartsWith('$') == true ? Severity.Message : null);
        }
        else
        {
            findings.Report(span,
                $"ENV '{name}' looks like a secret, and the image stores it. Set it at run time, or use {mount}.");
        }
    }

    private static void ReportItem(Findings findings, KeyValueSyntax pair, TextSpan span)
    {
        var isBlank = SecretNames.IsBlank(pair.Value?.Value);
        findings.Report(span,
            $"ContainerEnvironmentVariable '{pair.Name}' looks like a secret, and "
                + $"{(isBlank ? "has an empty value" : "the image stores it")}. Remove it, and set it at run time.",
            isBlank ? Severity.Message : null);
    }

    private static void ReportHarmless(Findings findings, KeyValueSyntax pair, TextSpan span) => findings.Report(span,
        $"'{pair.Name}' is not a secret, but its name causes a warning in docker build. "
            + "Rename it, or add '# check=skip=SecretsUsedInArgOrEnv'.",
        Severity.Message);
}
