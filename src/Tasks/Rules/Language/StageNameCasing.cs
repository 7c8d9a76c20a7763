using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Language;

/// <summary>A stage name that is not in lower case.</summary>
internal sealed class StageNameCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1013", "Stage name is not in lower case", Severity.Message)
    {
        Aliases = ["buildkit:StageNameCasing"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (stage.NameSyntax is { } name && name.RawText != stage.Name)
            {
                findings.Report(
                    file.FromFirstLine(stage.From, name.Span),
                    $"The stage name '{name.RawText}' is not in lower case. Write '{stage.Name}'.",
                    fix: Edits.Replace(name.Span, stage.Name!));
            }
        }
    }
}
