using ContainerGuard.Analysis;
using ContainerGuard.Images;
using ContainerGuard.Pinning;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>
/// A reference has a digest, and the lock file has another one for the same tag: a bot or a person has updated only one of the two.
/// </summary>
internal sealed class PinDisagreesWithLockFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2009", "A digest differs from the lock file", Severity.Warning)
    {
        AppliesToCompose = true,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.Pinning == PinningMode.Off) return;

        var own = ReferencedImage.FrontendOf(file.Model, file.Facts.Mirrors);
        foreach (var image in own is null ? file.Images : file.Images.Add(own))
        {
            if (image.Reference is not { Digest: { } written, Tag: not null }
                || file.Facts.Locked(image.Reference) is not { } locked
                || locked.Digest == written)
            {
                continue;
            }

            if (locked.Platforms.FirstOrDefault(platform => platform.Value == written) is { Key: { } platform })
            {
                findings.Report(image.Use.Span,
                    $"{written.Short} is the image for {platform} only. Pin the index of all platforms: {locked.Digest.Short}.");
                continue;
            }

            // No fix in the text: the Dockerfile wins, so it is the lock file that has to change.
            findings.Report(image.Use.Span,
                $"'{image.Reference.WithDigest((ImageDigest?)null).Familiar}' has {written.Short} here, but {locked.Digest.Short} in the "
                + "lock file. Run 'dotnet build -t:ContainerGuardPin' to copy this digest to the lock file.");
        }
    }
}
