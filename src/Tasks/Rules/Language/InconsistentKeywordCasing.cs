using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A keyword is cased otherwise than most keywords of the file; on a draw, capitals are right.</summary>
internal sealed class InconsistentKeywordCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1011", "A keyword is cased otherwise than the rest", Severity.Message)
    {
        Aliases = ["buildkit:ConsistentInstructionCasing"],
    };

    public override void Check(RuleContext context)
    {
        var counts = new int[3];
        foreach (var instruction in Instructions(context.Model)) counts[(int)KeywordCasings.Of(instruction.Keyword)]++;
        var (lower, upper) = (counts[(int)KeywordCasing.Lower], counts[(int)KeywordCasing.Upper]);
        if (counts[(int)KeywordCasing.Mixed] == 0 && (lower == 0 || upper == 0)) return;

        var majority = lower > upper ? KeywordCasing.Lower : KeywordCasing.Upper;
        foreach (var instruction in Instructions(context.Model))
        {
            var keyword = instruction.Keyword;
            if (KeywordCasings.Of(keyword) == majority) continue;
            context.Report(context.FromFirstLine(instruction, instruction.KeywordSpan),
                $"'{keyword}' is cased otherwise than the file's other keywords. Write {majority.Apply(keyword)}, so that instructions are seen at a glance.",
                fix: [new TextEdit(instruction.KeywordSpan, majority.Apply(keyword))]);
        }
    }

    /// <summary>Those of stages: an ARG before the first FROM is left out, as BuildKit does.</summary>
    private static IEnumerable<InstructionSyntax> Instructions(DockerfileModel model)
    {
        foreach (var stage in model.Stages)
        {
            if (!stage.IsFragment) yield return stage.From;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind != InstructionKind.Unknown) yield return instruction;
            }
        }
    }
}
