using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>An instruction before the first FROM, or no FROM at all.</summary>
internal sealed class NoFromYet : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1008", "The file does not begin with FROM", Severity.Error)
    {
        Aliases = ["hadolint:DL3061"],
    };

    public override void Check(RuleContext context)
    {
        // Where a keyword before it is unknown, that one is the FROM that is missing, or the file is no Dockerfile.
        var problems = context.Model.Problems;
        var firstUnknown = problems.FirstOrDefault(static problem => problem.Kind == SyntaxProblemKind.UnknownInstruction)?.Span.Start;
        foreach (var problem in problems)
        {
            if (problem.Kind is not (SyntaxProblemKind.NoStages or SyntaxProblemKind.NoStageYet) || firstUnknown <= problem.Span.Start) continue;
            context.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
        }
    }
}
