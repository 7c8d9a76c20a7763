using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>The errors that BuildKit refuses, except those with a separate rule.</summary>
internal sealed class SyntaxError : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG1001", "Dockerfile has a syntax error that stops the build", Severity.Error)
    {
        AppliesToCompose = true,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        // One finding says that the file is a template. What its marks break is not an error of its author.
        if (file.IsTemplate) return;

        foreach (var problem in file.Model.Problems)
        {
            if (!HasOwnRule(problem.Kind)) findings.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
        }
    }

    /// <summary>
    /// <see cref="UnknownInstruction"/>, <see cref="ForbiddenTrigger"/>, <see cref="NoFromYet"/>, <see cref="PortOutOfRange"/>,
    /// <see cref="CopyFromOwnStage"/>, <see cref="CopyFromUnknownStage"/>.
    /// </summary>
    private static bool HasOwnRule(SyntaxProblemKind kind) => kind
        is SyntaxProblemKind.UnknownInstruction or SyntaxProblemKind.TriggerNotAllowed or SyntaxProblemKind.NoStageYet
        or SyntaxProblemKind.NoStages
        or SyntaxProblemKind.PortOutOfRange or SyntaxProblemKind.CopyFromOwnStage or SyntaxProblemKind.UnknownStage
        or SyntaxProblemKind.StageNotYetDefined;
}
