using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Language;

/// <summary>A FROM whose image reference is not valid with the default values of its ARGs.</summary>
internal sealed class InvalidDefaultBase : Rule
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG1020", "FROM is invalid with the default values of its ARGs", Severity.Warning)
    {
        Aliases = ["buildkit:InvalidDefaultArgInFrom"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        // BuildKit stops before this check, which would repeat the error for the reference.
        if (file.Model.Problems is [{ Phase: not ProblemPhase.Stages }, ..]) return;

        foreach (var stage in file.Model.Stages)
        {
            // BuildKit's check stops at an expansion that fails.
            if (stage.Base.Error is not null) return;
            if (stage.From.Arguments.IsEmpty || ReferenceGrammar.FindError(stage.Base.Text) is null) continue;

            var message = (stage.Base.HasVariables, stage.Base.Text) switch
            {
                (true, "") => $"'{stage.BaseText}' is empty without --build-arg. Give its ARG a default value.",
                (true, var text) => $"Without --build-arg, '{stage.BaseText}' is '{text}', which is not a valid image reference. "
                    + "Give its ARG a default value.",
                _ => $"'{stage.BaseText}' is not a valid image reference. Write the repository in lower case, and a tag after ':'.",
            };
            findings.Report(file.FromFirstLine(stage.From, stage.BaseSpan), message);
        }
    }
}
