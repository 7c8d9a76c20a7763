using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Language;

/// <summary>A FROM --platform that the base image does not support, according to the lock file.</summary>
internal sealed class BasePlatformMismatch : Rule
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG1027", "Base image is not available for the requested platform", Severity.Warning)
    {
        Aliases = ["buildkit:InvalidBaseImagePlatform", "tally:platform-mismatch"],
        AppliesToCompose = true,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var image in file.Images)
        {
            if (image.Use is not ({ Kind: ImageUseKind.Base, Platform: { }, Stage.Platform.HasVariables: false }
                    or { Kind: ImageUseKind.Service, Platform: { } })
                || image.Use.Platform is not { } text
                || TargetSystem.PlatformOf(text) is not { } asked)
            {
                continue;
            }

            // Images that were not inspected, and images without a list of platforms, are not reported.
            if (file.Facts.Known(image.Reference) is not { Platforms: { Count: > 0 } platforms }) continue;
            var offered = platforms.Keys.Select(static key => ImagePlatform.TryParse(key, out var platform) ? platform : null)
                .OfType<ImagePlatform>().ToList();
            if (offered.Count == 0 || offered.Exists(platform => platform.Os == asked.Os && platform.Architecture == asked.Architecture))
            {
                continue;
            }

            var names = WordList.And(offered.Select(static platform => platform.ToString()).Order(StringComparer.Ordinal), most: 6);
            findings.Report(
                image.Use.Instruction is { } from ? file.FromFirstLine(from, image.Use.Span) : image.Use.Span,
                $"{image.Name} is not available for {asked}, only for {names}. Use another platform or image.");
        }
    }
}
