using ContainerGuard.Dockerfile;
using ContainerGuard.Pinning;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>A tag can be moved to another image, by its owner or by an attacker; a digest cannot. Hadolint has no such rule (#773).</summary>
internal sealed class NotPinnedByDigest : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2003", "An image is not pinned by its digest", Severity.Error);

    public override void Check(RuleContext context)
    {
        if (context.Facts.Pinning == PinningMode.Off) return;

        if (UsedImage.FrontendOf(context.Model) is { Reference.Digest: null } frontend)
        {
            // It is not in the image, and its makers move the tag on purpose.
            context.Report(
                frontend.Use.Span,
                $"{frontend.Name} reads this file and is not pinned by a digest, so the next build may silently read it with another program. {Remedy(frontend, context.Facts)}",
                Severity.Message,
                fix: FixOf(frontend, context));
        }

        foreach (var image in context.Images)
        {
            if (image.Reference.Digest is null)
            {
                context.Report(
                    image.Use.Span,
                    $"{image.Name} is not pinned by a digest, so the next build may silently get another image. {Remedy(image, context.Facts)}",
                    context.Facts.Pinning == PinningMode.Prefer ? Severity.Warning : null,
                    fix: FixOf(image, context));
            }
        }
    }

    /// <summary>The digest after a tag that is written out; what a mirror serves under another name is left to a person.</summary>
    private static TextEdit[]? FixOf(UsedImage image, RuleContext context) =>
        context.Facts.Locked(image.Reference) is { } locked && image is { Use.HasVariables: false, Reference.Tag: not null }
            && context.Source.AsSpan(image.Use.Span).SequenceEqual(image.Use.Text)
            && context.Facts.Mirrors.Apply(image.Reference).Name == image.Reference.Name
            ? [TextEdit.Insert(image.Use.Span.End, $"@{locked.Digest}")]
            : null;

    private static string Remedy(UsedImage image, RuleFacts facts)
    {
        if (facts.Locked(image.Reference) is not { } locked)
        {
            return "Run 'dotnet build -t:ContainerGuardPin' to resolve it into the lock file; this message then has the text to write.";
        }

        // Without a tag the pin would be unreadable (CG2004), so the name it stands for is written out.
        var pinned = facts.Mirrors.Apply(image.Reference).WithTag(image.Reference.EffectiveTag).WithDigest(locked.Digest).Familiar;
        return image.Use.HasVariables

            // A digest wins over the tag: behind a variable tag it would make the variable mean nothing.
            ? $"Give the whole reference one ARG, with the default '{pinned}'."
            : $"Write '{pinned}'.";
    }
}
