using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A line begins with a word that is no instruction: a misspelling, or a continuation that lost its backslash.</summary>
internal sealed class UnknownInstruction : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1002", "A line begins with no instruction that there is", Severity.Error);

    public override void Check(RuleContext context)
    {
        foreach (var problem in context.Model.Problems)
        {
            if (problem.Kind == SyntaxProblemKind.UnknownInstruction)
            {
                context.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
            }
        }
    }
}
