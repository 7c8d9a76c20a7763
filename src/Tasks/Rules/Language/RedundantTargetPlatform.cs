namespace ContainerGuard.Rules.Language;

/// <summary>FROM --platform=$TARGETPLATFORM, which is the default of FROM.</summary>
internal sealed class RedundantTargetPlatform : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1026", "FROM --platform=$TARGETPLATFORM is redundant", Severity.Message)
    {
        Aliases = ["buildkit:RedundantTargetPlatform", "hadolint:DL3065"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (stage.Platform is not { Used: ["TARGETPLATFORM"], Undefined.IsEmpty: true, Error: null } platform) continue;
            if (stage.From.FindFlag("platform") is { } flag && platform.Text == context.Model.GlobalArguments.Find("TARGETPLATFORM")?.Value)
            {
                context.Report(context.FromFirstLine(stage.From, flag.Span), $"'{flag.Value}' is the default platform of FROM. Remove --platform.",
                    fix: InstructionEdits.DeleteWithBlank(context.Source, flag.Span));
            }
        }
    }
}
