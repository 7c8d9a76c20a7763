using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>An instruction before the first FROM, or a file without FROM.</summary>
internal sealed class NoFromYet : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1008", "Dockerfile does not begin with FROM", Severity.Error)
    {
        Aliases = ["hadolint:DL3061"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        // An unknown keyword before it is probably a misspelt FROM, or the file is not a Dockerfile.
        var problems = file.Model.Problems;
        var firstUnknown = problems.FirstOrDefault(static problem => problem.Kind == SyntaxProblemKind.UnknownInstruction)?.Span.Start;
        foreach (var problem in problems)
        {
            if (problem.Kind is not (SyntaxProblemKind.NoStages or SyntaxProblemKind.NoStageYet) || firstUnknown <= problem.Span.Start)
            {
                continue;
            }

            findings.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
        }
    }
}
