using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Language;

/// <summary>FROM --platform=$TARGETPLATFORM, which is the default of FROM.</summary>
internal sealed class RedundantTargetPlatform : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1026", "FROM --platform=$TARGETPLATFORM is redundant", Severity.Message)
    {
        Aliases = ["buildkit:RedundantTargetPlatform", "hadolint:DL3065"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (stage.Platform is not { Used: ["TARGETPLATFORM"], Undefined.IsEmpty: true, Error: null } platform) continue;
            if (stage.From.FindFlag("platform") is { } flag && platform.Text == file.Model.GlobalArguments.Find("TARGETPLATFORM")?.Value)
            {
                findings.Report(
                    file.FromFirstLine(stage.From, flag.Span), $"'{flag.Value}' is the default platform of FROM. Remove --platform.",
                    fix: Edits.DeleteWithBlank(file.Source, flag.Span));
            }
        }
    }
}
