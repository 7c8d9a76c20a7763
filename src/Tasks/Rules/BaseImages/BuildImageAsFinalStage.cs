using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>
/// The final image is based on an image for builds, with compilers, headers and package managers that the application does not run.
/// </summary>
internal sealed class BuildImageAsFinalStage : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2007", "The final stage uses a build image", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is { Base: { } image } final && BuildImages.Find(image) is { } build && IsForUse(file, final, build))
        {
            var name = final.Stage.Parent is null ? $"'{image.Familiar}'" : $"the stage '{final.Stage.BaseText}' ('{image.Familiar}')";
            if (file.Facts.IsOfProperties)
            {
                findings.Report(final.Stage.BaseSpan,
                    $"The base image '{image.Familiar}' contains {build.Brings}. Base the image on {build.RunImage}.");
                return;
            }

            findings.Report(final.Stage.BaseSpan,
                $"The final stage is based on {name}, which contains {build.Brings}. "
                    + $"Build in a separate stage, and run in {build.RunImage}.");
        }
    }

    /// <summary>
    /// Whether the image runs an application. People who work in a container need its tools. Without CMD and ENTRYPOINT the image may be
    /// meant for builds, unless it listens on a port, or copies an application into a runtime image, which another file then starts.
    /// </summary>
    private static bool IsForUse(FileAnalysis file, FinalImage image, BuildImage build) =>
        file.Process is { } process ? !process.IsWorkplace && !TestRun.Is(process)
        : image.IsLikelyToServe || (build.IsRuntime && file.Copies.Any(copy => copy.Everything is not null && image.Includes(copy.Stage)));
}
