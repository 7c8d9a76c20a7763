using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Language;

/// <summary>A platform that the base image, by what the lock file knows of it, is not made for.</summary>
internal sealed class BasePlatformMismatch : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1027", "A base image is not made for the platform that FROM asks for", Severity.Warning)
    {
        Aliases = ["buildkit:InvalidBaseImagePlatform"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var image in context.Images)
        {
            if (image.Use is not { Kind: ImageUseKind.Base, Platform: { } text, Stage.Platform.HasVariables: false } || TargetSystem.PlatformOf(text) is not { } asked) continue;

            // One that was never inspected, or that says nothing of platforms, is not judged.
            if (context.Facts.Known(image.Reference) is not { Platforms: { Count: > 0 } platforms }) continue;
            var offered = platforms.Keys.Select(static key => ImagePlatform.TryParse(key, out var platform) ? platform : null).OfType<ImagePlatform>().ToList();
            if (offered.Count == 0 || offered.Exists(platform => platform.Os == asked.Os && platform.Architecture == asked.Architecture)) continue;

            var names = string.Join(", ", offered.Select(static platform => platform.ToString()).Order(StringComparer.Ordinal).Take(6));
            context.Report(context.FromFirstLine(image.Use.Instruction!, image.Use.Span), $"FROM asks for {asked}, and {image.Name} is made for {names}. Choose one of these, or an image that has {asked}.");
        }
    }
}
