using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// The value of a secret ARG gets into the image under another name: through ENV, through LABEL, or in a file that a stage writes and the
/// image copies.
/// </summary>
internal sealed class SecretPassedOn : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG4007", "The value of a secret ARG is stored in the image", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image) return;
        SecretFilesOfStages? written = null;
        foreach (var stage in file.Model.Stages)
        {
            if (!image.Includes(stage)) continue;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is InstructionKind.Env or InstructionKind.Label)
                {
                    ReportPairs(findings, stage, instruction);
                }
                else if (instruction.Kind == InstructionKind.Copy && instruction.FindFlag("from")?.Value is { Length: > 0 } from)
                {
                    ReportCopy(findings, instruction, from, written ??= SecretFilesOfStages.In(file));
                }
            }
        }
    }

    /// <summary>CG4001 reports an ENV whose own name says that it is a secret.</summary>
    private static void ReportPairs(Findings findings, Stage stage, InstructionSyntax instruction)
    {
        foreach (var pair in instruction.Pairs)
        {
            if (pair.Value is not { } value || (instruction.Kind == InstructionKind.Env && SecretNames.IsSecret(pair.Name, value.Value)))
            {
                continue;
            }

            if (SecretIn(value.RawText, stage.StateBefore(instruction)) is not { } name) continue;
            findings.Report(value.Span,
                $"{instruction.Kind.ToKeyword()} '{pair.Name}' stores the secret ARG '{name}' in the image. "
                    + $"Remove it, and read the secret with RUN --mount=type=secret,id={name},env={name}.");
        }
    }

    /// <summary>
    /// The secret ARG that a value expands. <c>${NAME:+text}</c> only tests whether the ARG is set, and does not contain its value.
    /// </summary>
    private static string? SecretIn(string value, StageState state)
    {
        if (value.StartsWith('\'')) return null;
        for (var at = value.IndexOf('$'); at >= 0; at = value.IndexOf('$', at + 1))
        {
            if (at > 0 && value[at - 1] == '\\') continue;
            var start = at + 1 < value.Length && value[at + 1] == '{' ? at + 2 : at + 1;
            var end = start;
            while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] == '_')) end++;
            var name = value[start..end];
            if (start == at + 2 && value.AsSpan(end).StartsWith('+') | value.AsSpan(end).StartsWith(":+")) continue;
            if (SecretFilesOfStages.IsSecretArgument(name, state)) return name;
        }

        return null;
    }

    private static void ReportCopy(Findings findings, InstructionSyntax instruction, string from, SecretFilesOfStages written)
    {
        foreach (var source in instruction.Sources)
        {
            if (source.Text.Contains('$') || written.Find(from, AbsolutePath.Join("/", source.Value)) is not { } secret) continue;
            findings.Report(source.Span,
                $"COPY adds '{secret.Path}', which contains the secret ARG '{secret.Argument}' (written in line {secret.Line}). "
                    + $"Use RUN --mount=type=secret,id={secret.Argument} in that line.");
        }
    }
}
