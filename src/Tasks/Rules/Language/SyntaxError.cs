using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>What BuildKit refuses, except a keyword it does not know (<see cref="UnknownInstruction"/>).</summary>
internal sealed class SyntaxError : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1001", "The file is not a Dockerfile that BuildKit can build", Severity.Error)
    {
        Aliases = ["hadolint:DL3043", "hadolint:DL3061"],
    };

    public override void Check(RuleContext context)
    {
        var firstUnknown = context.Model.Problems.FirstOrDefault(static problem => problem.Kind == SyntaxProblemKind.UnknownInstruction)?.Span.Start;
        foreach (var problem in context.Model.Problems)
        {
            if (problem.Kind == SyntaxProblemKind.UnknownInstruction || FollowsFrom(problem, firstUnknown)) continue;
            context.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
        }
    }

    /// <summary>Where a keyword before it is unknown, that one is the FROM that is missing, or the file is no Dockerfile.</summary>
    private static bool FollowsFrom(SyntaxProblem problem, int? firstUnknown) =>
        problem.Kind is SyntaxProblemKind.NoStages or SyntaxProblemKind.NoStageYet && firstUnknown <= problem.Span.Start;
}
