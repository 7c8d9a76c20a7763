using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A line begins with a word that is no instruction: a misspelling, or a continuation that lost its backslash.</summary>
internal sealed class UnknownInstruction : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1002", "A line begins with no instruction that there is", Severity.Error);

    public override void Check(RuleContext context)
    {
        List<SyntaxProblem> unknown = [];
        foreach (var problem in context.Model.Problems)
        {
            if (problem.Kind == SyntaxProblemKind.UnknownInstruction) unknown.Add(problem);
        }

        if (unknown.Count > 0 && context.IsTemplate)
        {
            context.Report(unknown[0].Span,
                "This is a template, not yet a Dockerfile: a mark of its engine stands where an instruction should. Check what is made of it, and take this file out of ContainerGuardDockerfile.",
                isRefusedByBuildKit: true);
            return;
        }

        if (unknown.Count > 1 && IsSomethingElse(context, unknown.Count))
        {
            context.Report(unknown[0].Span,
                $"This is no Dockerfile: it has no FROM, and {unknown.Count} of its lines begin with no instruction, this one first. Take the file out of ContainerGuardDockerfile.",
                isRefusedByBuildKit: true);
            return;
        }

        foreach (var problem in unknown) context.Report(problem.Span, problem.Message, isRefusedByBuildKit: true);
    }

    /// <summary>A pattern such as <c>**/*Dockerfile*</c> finds notes and scripts, too: of these one word is enough.</summary>
    private static bool IsSomethingElse(RuleContext context, int unknown) =>
        context.Model.FinalStage is null && unknown * 2 > context.Syntax.Instructions.Length;
}
