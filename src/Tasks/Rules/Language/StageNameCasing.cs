using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A stage name with capitals.</summary>
internal sealed class StageNameCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1013", "A stage's name has capitals", Severity.Message)
    {
        Aliases = ["buildkit:StageNameCasing"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (stage.NameSyntax is { } name && name.RawText != stage.Name)
            {
                context.Report(context.FromFirstLine(stage.From, name.Span), $"The stage '{name.RawText}' is '{stage.Name}' to the builder, which compares names without regard to case. Write {stage.Name}, so that no other spelling of it comes about.",
                    fix: [new TextEdit(name.Span, stage.Name!)]);
            }
        }
    }
}
