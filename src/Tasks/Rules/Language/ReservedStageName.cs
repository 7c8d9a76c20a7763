namespace ContainerGuard.Rules.Language;

/// <summary>A stage named as what BuildKit gives a meaning of its own.</summary>
internal sealed class ReservedStageName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1015", "A stage's name is reserved", Severity.Warning)
    {
        Aliases = ["buildkit:ReservedStageName", "hadolint:DL3063"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (stage is { Name: "scratch" or "context", NameSyntax: { } name })
            {
                var meaning = stage.Name == "scratch" ? "the empty image" : "the build context";
                context.Report(context.FromFirstLine(stage.From, name.Span), $"'{stage.Name}' means {meaning} to BuildKit, so this stage cannot be told from it. Give the stage another name.");
            }
        }
    }
}
