using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>An SDK cannot build for a target framework that is newer than itself (NETSDK1045).</summary>
internal sealed class SdkOlderThanTargetFramework : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG2033", "The SDK image is older than TargetFramework", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { Publish: { } publish, Frameworks: { Count: > 0 } frameworks }) return;

        var stage = publish.Run.Stage;
        if (stage.Root.Base.HasVariables
            || StageBase.OriginalOf(stage, file.Facts) is not { } reference
            || DotNetImage.Of(reference) is not { Product: DotNetProduct.Sdk } image
            || frameworks.Any(framework => (framework.Major, framework.Minor).CompareTo((image.Major, image.Minor)) <= 0))
        {
            return;
        }

        var framework = frameworks[0];
        findings.Report(stage.Root.BaseSpan,
            $"The SDK in '{image.Image.Familiar}' cannot build {framework.Moniker}, so the build fails (NETSDK1045). "
                + $"Use {image.With(DotNetProduct.Sdk, framework.Version)}.");
    }
}
