using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// The final stage uses the platform of the builder, so a build for another platform makes an image that does not run there (Dockerfile
/// reference, "Automatic platform ARGs").
/// </summary>
internal sealed class FinalStageOnBuildPlatform : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG7015", "The final stage uses --platform=$BUILDPLATFORM", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || image.Stage.Root is not { IsScratch: false, IsFragment: false } root
            || root.From.FindFlag("platform") is not { } flag || !IsOfBuilder(flag.Value))
        {
            return;
        }

        // Without a program, the result may be a folder of files for any platform, or the tools of a build.
        var runs = file.Process is not null || image.IsLikelyToServe;
        findings.Report(file.FromFirstLine(root.From, flag.Span),
            "The image gets the platform of the builder instead of the requested platform. Remove --platform from this FROM.",
            runs ? null : Severity.Message,
            fix: Edits.DeleteWithBlank(file.Source, flag.Span));
    }

    /// <summary><c>$BUILDPLATFORM</c>, <c>${BUILDPLATFORM:-linux/amd64}</c>, <c>$BUILDOS/$BUILDARCH</c></summary>
    private static bool IsOfBuilder(string? platform) =>
        platform is not null && platform.Contains('$', StringComparison.Ordinal)
        && (platform.Contains("BUILDPLATFORM", StringComparison.Ordinal) || platform.Contains("BUILDARCH", StringComparison.Ordinal))
        && !platform.Contains("TARGET", StringComparison.Ordinal);
}
