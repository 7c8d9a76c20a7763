using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The base image is a variant for debugging, which has a shell and tools.</summary>
internal sealed class DebugVariant : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8028", "The base image is a debug variant", Severity.Warning);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (BaseName(image) is { Tag: { } tag } known && tag.Split('-', '.').Contains("debug"))
        {
            findings.ReportAt(null, known.Familiar, $"'{known.FamiliarName}:{tag}' is a debug variant. Use the tag "
                + "without 'debug'.");
        }
        else if (image.Exists("busybox/sh") && image.Image.Files.Resolve("busybox/sh") is { Version: { } shell }
            && !image.IsOurs(shell.Layer) && image.IsOriginKnown)
        {
            findings.ReportAt(null, "busybox/sh", "The base image is a debug variant with a shell in '/busybox'. Use "
                + "the tag without 'debug'.");
        }
    }

    private static ImageReference? BaseName(ImageAnalysis image) => image.Inputs.Base?.Reference ?? image.Inputs.Dockerfile?.Image?.Base;
}
