using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>An image comes from a registry that the project does not trust (<c>ContainerGuardTrustedRegistry</c>).</summary>
internal sealed class UntrustedRegistry : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2008", "An image comes from an untrusted registry", Severity.Error)
    {
        Aliases = ["hadolint:DL3026"],
        AppliesToCompose = true,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        var trusted = file.Facts.Trusted;
        if (trusted.IsEmpty) return;

        foreach (var use in file.Model.Images)
        {
            if (ReferencedImage.MayBeStageElsewhere(use)
                || ImageOrigin.Of(use) is not { } origin
                || trusted.Trust(origin.Registry, origin.Repository, origin.IsWhole))
            {
                continue;
            }

            findings.Report(use.Span, $"{Name(use)} is not from a trusted registry. {Remedy(use, origin, file.Facts)}");
        }
    }

    private static string Name(ImageUse use) =>
        use is { HasVariables: true, IsKnown: true } ? $"'{use.Text}' (here '{use.Reference}')" : $"'{use.Text}'";

    private static string Place(ImageOrigin origin) =>
        origin.Repository.LastIndexOf('/') is > 0 and var slash ? $"{origin.Registry}/{origin.Repository[..slash]}" : origin.Registry;

    private static string Remedy(ImageUse use, ImageOrigin origin, FileFacts facts)
    {
        if (use is { IsKnown: true, HasVariables: false } && ImageReference.TryParse(use.Reference, out var reference, out _)
            && facts.Mirrors.Apply(reference) is var mirrored && facts.Trusted.Trust(mirrored))
        {
            return $"Use its trusted mirror: '{mirrored.Familiar}'.";
        }

        return $"Use an image of {facts.Trusted}, or add '{Place(origin)}' to ContainerGuardTrustedRegistry.";
    }
}
