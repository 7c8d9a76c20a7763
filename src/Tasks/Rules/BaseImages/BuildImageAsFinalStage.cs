using ContainerGuard.Images;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>The image that ships stands on one made for building: compilers, headers and package managers that nothing runs.</summary>
internal sealed class BuildImageAsFinalStage : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2007", "The final stage stands on an image made for building", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is { Base: { } image } final && BuildImages.Find(image) is { } build && IsForUse(context, final, build))
        {
            var place = final.Stage.Parent is null ? $"'{image.Familiar}'" : $"the stage '{final.Stage.BaseText}', and so on '{image.Familiar}'";
            context.Report(final.Stage.BaseSpan,
                $"The final stage stands on {place}, which brings {build.Brings}: more to download and to patch, and tools for an intruder. Build in a stage of its own, and run in {build.RunImage}.");
        }
    }

    /// <summary>Where people work they want its tools. Without a process of its own it may be an image to build in; a runtime with a program in it is started by another file.</summary>
    private static bool IsForUse(RuleContext context, FinalImage image, BuildImage build) =>
        context.Process is { } process ? !process.IsWorkplace
        : image.IsLikelyToServe || (build.IsRuntime && context.Copies.Any(copy => copy.Everything is not null && image.Includes(copy.Stage)));
}
