using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A stage name that is not in lower case.</summary>
internal sealed class StageNameCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1013", "Stage name is not in lower case", Severity.Message)
    {
        Aliases = ["buildkit:StageNameCasing"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (stage.NameSyntax is { } name && name.RawText != stage.Name)
            {
                context.Report(context.FromFirstLine(stage.From, name.Span), $"The stage name '{name.RawText}' is not in lower case. Write '{stage.Name}'.",
                    fix: [new TextEdit(name.Span, stage.Name!)]);
            }
        }
    }
}
