using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Pinning;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>The owner of a tag, or an attacker, can move it to another image; a digest cannot move. Hadolint has no such rule (#773).</summary>
internal sealed class NotPinnedByDigest : Rule
{
    private const string Command = "Run 'dotnet build -t:ContainerGuardFix' to pin";

    public override RuleDescriptor Descriptor { get; } = new("CG2003", "An image is not pinned by digest", Severity.Error);

    public override void Check(RuleContext context)
    {
        if (context.Facts.Pinning == PinningMode.Off) return;

        if (UsedImage.FrontendOf(context.Model) is { Reference.Digest: null } frontend)
        {
            // The frontend is not part of the image, and its maintainers move the tag on purpose.
            context.Report(frontend.Use.Span, $"The frontend {frontend.Name} is not pinned by digest. {Remedy(frontend, context.Facts)}", Severity.Message, fix: FixOf(frontend, context));
        }

        Severity? severity = context.Facts.Pinning == PinningMode.Prefer ? Severity.Warning : null;
        var unpinned = context.Images.Where(static image => image.Reference.Digest is null).ToList();
        if (unpinned.Count > 1 && unpinned.TrueForAll(image => context.Facts.Locked(image.Reference) is null && !IsSuppressed(image, context)))
        {
            // Nothing is locked yet: one command pins them all, so they are one finding.
            context.Report(unpinned[0].Use.Span, $"{unpinned[0].Name} and {unpinned.Count - 1} more {(unpinned.Count == 2 ? "image" : "images")} are not pinned by digest. {Command} them.", severity);
            return;
        }

        foreach (var image in unpinned)
        {
            context.Report(image.Use.Span, $"{image.Name} is not pinned by digest. {Remedy(image, context.Facts)}", severity, fix: FixOf(image, context));
        }
    }

    /// <summary>A suppression is about one instruction, and must not silence the finding about the others.</summary>
    private bool IsSuppressed(UsedImage image, RuleContext context) => context.Suppressions.Find(Descriptor, image.Use.Span.Start) is not null;

    /// <summary>The digest after a literal tag, and the mirror's name if it goes into files.</summary>
    private static TextEdit[]? FixOf(UsedImage image, RuleContext context)
    {
        if (context.Facts.Locked(image.Reference) is not { } locked
            || image is not { Use.HasVariables: false, Reference.Tag: not null }
            || !context.Source.AsSpan(image.Use.Span).SequenceEqual(image.Use.Text)) return null;
        var name = NameOf(image, context.Facts);
        return name.Name == image.Reference.Name ? [TextEdit.Insert(image.Use.Span.End, $"@{locked.Digest}")] : [new TextEdit(image.Use.Span, name.WithDigest(locked.Digest).Familiar)];
    }

    private static string Remedy(UsedImage image, RuleFacts facts)
    {
        if (facts.Locked(image.Reference) is not { } locked) return $"{Command} it.";

        // Without a tag the pin would be unreadable (CG2004), so the implied tag is written out.
        var pinned = NameOf(image, facts).WithTag(image.Reference.EffectiveTag).WithDigest(locked.Digest).Familiar;

        // A digest wins over the tag: after a variable tag it would disable the variable.
        return image.Use.HasVariables ? $"Put the whole reference into one ARG with the default '{pinned}'." : $"Write '{pinned}'.";
    }

    private static ImageReference NameOf(UsedImage image, RuleFacts facts) => facts.MirrorInFiles ? facts.Mirrors.Apply(image.Reference) : image.Reference;
}
