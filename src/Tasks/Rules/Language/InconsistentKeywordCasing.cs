using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A keyword whose casing differs from that of most keywords in the file. If both casings are equally frequent, upper case wins.
/// </summary>
internal sealed class InconsistentKeywordCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1011", "Instruction keywords use inconsistent casing", Severity.Message)
    {
        Aliases = ["buildkit:ConsistentInstructionCasing"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        var counts = new int[3];
        foreach (var instruction in Instructions(file.Model)) counts[(int)KeywordCasings.Of(instruction.Keyword)]++;
        var (lower, upper) = (counts[(int)KeywordCasing.Lower], counts[(int)KeywordCasing.Upper]);
        if (counts[(int)KeywordCasing.Mixed] == 0 && (lower == 0 || upper == 0)) return;

        var majority = lower > upper ? KeywordCasing.Lower : KeywordCasing.Upper;
        foreach (var instruction in Instructions(file.Model))
        {
            var keyword = instruction.Keyword;
            if (KeywordCasings.Of(keyword) == majority) continue;
            findings.Report(file.FromFirstLine(instruction, instruction.KeywordSpan),
                $"'{keyword}' does not match the casing of the other keywords. Write '{majority.Apply(keyword)}'.",
                fix: Edits.Replace(instruction.KeywordSpan, majority.Apply(keyword)));
        }
    }

    /// <summary>The instructions of all stages. As in BuildKit, an ARG before the first FROM does not count.</summary>
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
