using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>MAINTAINER, which a label replaces.</summary>
internal sealed class MaintainerDeprecated : Rule
{
    private const string Label = "org.opencontainers.image.authors";

    private static readonly Characters Interpreted = Characters.Of("\"$\\`");

    public override RuleDescriptor Descriptor { get; } = new("CG1017", "MAINTAINER is deprecated", Severity.Warning)
    {
        Aliases = ["buildkit:MaintainerDeprecated", "hadolint:DL4000", "trivy:DS-0022", "checkov:CKV_DOCKER_6", "kics:MAINTAINER Instruction Being Used"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var instruction in context.Syntax.Instructions)
        {
            if (instruction.Kind != InstructionKind.Maintainer) continue;
            context.Report(context.FromFirstLine(instruction, instruction.KeywordSpan),
                $"MAINTAINER is deprecated. Write LABEL {Label}=\"…\" instead.",
                fix: FixOf(context, instruction));
        }
    }

    /// <summary>Null if LABEL would read the text differently, or if the stage has this label already.</summary>
    private static TextEdit[]? FixOf(RuleContext context, InstructionSyntax instruction)
    {
        if (context.Model.FindStage(instruction) is not { IsFragment: false } stage || stage.End.Labels.Find(Label) is not null || instruction.Arguments is not [var word]) return null;

        var written = word.RawText;
        var text = written is ['"', .. var quoted, '"'] ? quoted : written is ['\'', .. var single, '\''] ? single : written;
        if (text.Length == 0 || Interpreted.FirstIn(text) >= 0 || context.Source.AsSpan(word.Span).Contains('\n')) return null;
        return
        [
            new TextEdit(instruction.KeywordSpan, KeywordCasings.Of(instruction.Keyword).Apply("LABEL")),
            new TextEdit(word.Span, $"{Label}=\"{text}\""),
        ];
    }
}
