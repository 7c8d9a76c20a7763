using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Language;

/// <summary>MAINTAINER, which a label replaces.</summary>
internal sealed class MaintainerDeprecated : Rule
{
    private const string Label = "org.opencontainers.image.authors";

    private static readonly Characters Interpreted = Characters.Of("\"$\\`");

    public override RuleDescriptor Descriptor { get; } = new("CG1017", "MAINTAINER is deprecated", Severity.Warning)
    {
        Aliases = ["buildkit:MaintainerDeprecated", "hadolint:DL4000", "trivy:DS-0022", "checkov:CKV_DOCKER_6",
            "kics:MAINTAINER Instruction Being Used"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var instruction in file.Syntax.Instructions)
        {
            if (instruction.Kind != InstructionKind.Maintainer) continue;
            findings.Report(file.FromFirstLine(instruction, instruction.KeywordSpan),
                $"MAINTAINER is deprecated. Write LABEL {Label}=\"…\" instead.",
                fix: FixOf(file, instruction));
        }
    }

    /// <summary>Null if LABEL would read the text differently, or if the stage has this label already.</summary>
    private static TextEdit[]? FixOf(FileAnalysis file, InstructionSyntax instruction)
    {
        if (file.Model.FindStage(instruction) is not { IsFragment: false } stage
            || stage.End.Labels.Find(Label) is not null
            || instruction.Arguments is not [var word])
        {
            return null;
        }

        var written = word.RawText;
        var text = written is ['"', .. var quoted, '"'] ? quoted : written is ['\'', .. var single, '\''] ? single : written;
        if (text.Length == 0 || Interpreted.FirstIn(text) >= 0 || file.Source.AsSpan(word.Span).Contains('\n')) return null;
        return [.. Edits.ReplaceKeyword(instruction, "LABEL"), .. Edits.Replace(word.Span, $"{Label}=\"{text}\"")];
    }
}
