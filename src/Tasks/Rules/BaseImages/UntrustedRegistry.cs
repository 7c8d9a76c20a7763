using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>An image comes from a registry that the project does not trust (<c>ContainerGuardTrustedRegistry</c>).</summary>
internal sealed class UntrustedRegistry : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2008", "An image comes from a registry that is not trusted", Severity.Error)
    {
        Aliases = ["hadolint:DL3026"],
    };

    public override void Check(RuleContext context)
    {
        var trusted = context.Facts.Trusted;
        if (trusted.IsEmpty) return;

        foreach (var use in context.Model.Images)
        {
            if (UsedImage.MayBeStageElsewhere(use) || ImageOrigin.Of(use) is not { } origin || trusted.Trust(origin.Registry, origin.Repository, origin.IsWhole)) continue;
            context.Report(use.Span, $"{Name(use)} comes from '{Place(origin)}', which is not trusted: whoever can write there decides {What(use)}. {Remedy(use, context.Facts)}");
        }
    }

    private static string Name(ImageUse use) => use is { HasVariables: true, IsKnown: true } ? $"'{use.Text}' (here '{use.Reference}')" : $"'{use.Text}'";

    private static string Place(ImageOrigin origin) =>
        origin.Repository.LastIndexOf('/') is > 0 and var slash ? $"{origin.Registry}/{origin.Repository[..slash]}" : origin.Registry;

    private static string What(ImageUse use) => use.Kind == ImageUseKind.Frontend ? "how this file is read" : "what is in the image";

    private static string Remedy(ImageUse use, RuleFacts facts)
    {
        if (use is { IsKnown: true, HasVariables: false } && ImageReference.TryParse(use.Reference, out var reference, out _)
            && facts.Mirrors.Apply(reference) is var mirrored && facts.Trusted.Trust(mirrored))
        {
            return $"Write '{mirrored.Familiar}', where it is mirrored.";
        }

        return $"Take it from a trusted registry ({facts.Trusted}), or add this one to the ContainerGuardTrustedRegistry items.";
    }
}
