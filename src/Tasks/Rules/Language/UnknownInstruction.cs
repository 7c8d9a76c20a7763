using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A line that does not begin with an instruction: a misspelt keyword, or a continued line after a missing backslash.</summary>
internal sealed class UnknownInstruction : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1002", "Unknown instruction", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        List<SyntaxProblem> unknown = [];
        foreach (var problem in file.Model.Problems)
        {
            if (problem.Kind == SyntaxProblemKind.UnknownInstruction) unknown.Add(problem);
        }

        if (unknown.Count > 0 && file.IsTemplate)
        {
            findings.Report(unknown[0].Span,
                "This file is a template, not a Dockerfile. Remove it from ContainerGuardDockerfile, and check the generated file.",
                isRefusedByBuildKit: true);
            return;
        }

        if (unknown.Count > 1 && IsSomethingElse(file, unknown.Count))
        {
            findings.Report(unknown[0].Span,
                $"This file is not a Dockerfile: it has no FROM, and {unknown.Count} lines do not begin with an instruction. "
                    + "Remove it from ContainerGuardDockerfile.",
                isRefusedByBuildKit: true);
            return;
        }

        foreach (var problem in unknown) findings.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
    }

    /// <summary>
    /// Whether the file is not a Dockerfile. A pattern such as <c>**/*Dockerfile*</c> also finds notes and scripts, for which one finding
    /// is enough.
    /// </summary>
    private static bool IsSomethingElse(FileAnalysis file, int unknown) =>
        file.Model.FinalStage is null && unknown * 2 > file.Syntax.Instructions.Length;
}
