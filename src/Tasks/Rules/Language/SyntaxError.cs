using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>What BuildKit refuses, except what has a rule of its own.</summary>
internal sealed class SyntaxError : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1001", "The file is not a Dockerfile that BuildKit can build", Severity.Error);

    public override void Check(RuleContext context)
    {
        foreach (var problem in context.Model.Problems)
        {
            if (!HasOwnRule(problem.Kind)) context.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
        }
    }

    /// <summary>
    /// <see cref="UnknownInstruction"/>, <see cref="ForbiddenTrigger"/>, <see cref="NoFromYet"/>, <see cref="PortOutOfRange"/>,
    /// <see cref="CopyFromOwnStage"/>, <see cref="CopyFromUnknownStage"/>.
    /// </summary>
    private static bool HasOwnRule(SyntaxProblemKind kind) => kind
        is SyntaxProblemKind.UnknownInstruction or SyntaxProblemKind.TriggerNotAllowed or SyntaxProblemKind.NoStageYet or SyntaxProblemKind.NoStages
        or SyntaxProblemKind.PortOutOfRange or SyntaxProblemKind.CopyFromOwnStage or SyntaxProblemKind.UnknownStage or SyntaxProblemKind.StageNotYetDefined;
}
