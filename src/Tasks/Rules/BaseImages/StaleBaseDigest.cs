using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>A label says which base image an image has, and the build uses another one.</summary>
internal sealed class StaleBaseDigest : Rule
{
    private const string Label = "org.opencontainers.image.base.digest";

    public override RuleDescriptor Descriptor { get; } =
        new("CG2020", "The base digest label does not match the base image", Severity.Warning)
        {
            Aliases = ["tally:labels/no-stale-base-digest"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { Base: { } image } final) return;
        foreach (var label in file.Labels)
        {
            if (label.Key != Label || label.Value is not { Length: > 0 } written || !final.Includes(label.Stage)) continue;
            if ((image.Digest ?? file.Facts.Locked(image)?.Digest)?.ToString() is not { } digest)
            {
                findings.Report(label.ValueSpan,
                    $"The tag '{image.Familiar}' can move, but this label does not. "
                        + "Pin the image by digest, or set the label in the build.");
            }
            else if (digest != written)
            {
                findings.Report(label.ValueSpan,
                    $"This label differs from the digest of the base image, '{digest}'. Write that digest, or pass it as an ARG.");
            }
        }
    }
}
