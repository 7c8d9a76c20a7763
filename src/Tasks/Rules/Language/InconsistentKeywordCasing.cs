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
        var (lower, upper, mixed) = (0, 0, 0);
        foreach (var instruction in Instructions(context.Model))
        {
            var keyword = context.Source.AsSpan(instruction.KeywordSpan);
            if (IsLower(keyword)) lower++;
            else if (IsUpper(keyword)) upper++;
            else mixed++;
        }

        if (mixed == 0 && (lower == 0 || upper == 0)) return;
        foreach (var instruction in Instructions(context.Model))
        {
            var keyword = instruction.Keyword;
            if (lower > upper ? IsLower(keyword) : IsUpper(keyword)) continue;
            var expected = lower > upper ? keyword.ToLowerInvariant() : keyword.ToUpperInvariant();
            context.Report(context.FromFirstLine(instruction, instruction.KeywordSpan), $"'{keyword}' is cased otherwise than the file's other keywords. Write {expected}, so that instructions are seen at a glance.");
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

    private static bool IsLower(ReadOnlySpan<char> keyword) => !keyword.ContainsAnyInRange('A', 'Z');

    private static bool IsUpper(ReadOnlySpan<char> keyword) => !keyword.ContainsAnyInRange('a', 'z');
}
