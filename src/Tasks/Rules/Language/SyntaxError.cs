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
        foreach (var problem in context.Model.Problems)
        {
            if (problem.Kind != SyntaxProblemKind.UnknownInstruction)
            {
                context.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
            }
        }
    }
}
