using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>With the defaults of its ARGs, a FROM names no image.</summary>
internal sealed class InvalidDefaultBase : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1020", "Without --build-arg, FROM names no image", Severity.Warning)
    {
        Aliases = ["buildkit:InvalidDefaultArgInFrom"],
    };

    public override void Check(RuleContext context)
    {
        // Where BuildKit stops before this check, it would only repeat what is said of the reference itself.
        if (context.Model.Problems is [{ Phase: not ProblemPhase.Stages }, ..]) return;

        foreach (var stage in context.Model.Stages)
        {
            // From an expansion that fails on, BuildKit's check looks no further.
            if (stage.Base.Error is not null) return;
            if (stage.From.Arguments.IsEmpty || ReferenceGrammar.FindError(stage.Base.Text) is null) continue;

            var outcome = stage.Base.Text.Length == 0 ? "is empty" : $"is '{stage.Base.Text}', which is no image reference";
            var remedy = stage.Base.HasVariables
                ? "Give its ARG a default that makes it one, so that the file builds as it is."
                : "Write a repository in lower case, with a tag after a colon.";
            context.Report(context.FromFirstLine(stage.From, stage.BaseSpan), $"The base image '{stage.BaseText}' {outcome}, as the file stands. {remedy}");
        }
    }
}
