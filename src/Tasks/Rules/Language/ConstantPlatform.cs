using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Language;

/// <summary>FROM --platform with a constant value, in a stage whose name does not contain the platform.</summary>
internal sealed class ConstantPlatform : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1025", "FROM --platform has a constant value", Severity.Warning)
    {
        Aliases = ["buildkit:FromPlatformFlagConstDisallowed", "hadolint:DL3029", "kics:Using Platform Flag with FROM Command"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (stage.Platform is not { HasVariables: false, Error: null } platform || stage.From.FindFlag("platform") is not { } flag)
            {
                continue;
            }

            if (TargetSystem.PlatformOf(platform.Text) is not { } named || IsInName(stage.Name, named)) continue;

            findings.Report(file.FromFirstLine(stage.From, flag.Span),
                $"FROM always uses the platform {named}. Remove --platform, write --platform=$BUILDPLATFORM, "
                    + "or name the stage after the platform.");
        }
    }

    private static bool IsInName(string? name, ImagePlatform platform) =>
        name is not null
        && (name.Contains(platform.Os, StringComparison.Ordinal) || name.Contains(platform.Architecture, StringComparison.Ordinal));
}
