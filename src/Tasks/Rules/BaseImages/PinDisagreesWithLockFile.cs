using ContainerGuard.Images;
using ContainerGuard.Pinning;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>A reference has a digest, and the lock file has another one for the same tag: a bot or a person has updated only one of the two.</summary>
internal sealed class PinDisagreesWithLockFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2009", "A digest differs from the lock file", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Facts.Pinning == PinningMode.Off) return;

        foreach (var image in UsedImage.FrontendOf(context.Model) is { } frontend ? context.Images.Add(frontend) : context.Images)
        {
            if (image.Reference is not { Digest: { } written, Tag: not null } || context.Facts.Locked(image.Reference) is not { } locked || locked.Digest == written) continue;

            // No fix in the text: the Dockerfile wins, so it is the lock file that has to change.
            context.Report(image.Use.Span,
                $"'{image.Reference.WithDigest((ImageDigest?)null).Familiar}' has {written.Short} here and {locked.Digest.Short} in the lock file. "
                + "Run 'dotnet build -t:ContainerGuardPin' to lock the digest of this file.");
        }
    }
}
