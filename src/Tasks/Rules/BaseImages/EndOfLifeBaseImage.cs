using ContainerGuard.Images;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>What an image is made of no longer gets security updates, or the whole image was given up by its makers.</summary>
internal sealed class EndOfLifeBaseImage : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2005", "An image is past its end of life", Severity.Warning);

    public override void Check(RuleContext context)
    {
        foreach (var image in context.Images)
        {
            if (EndOfLife.FindDeprecated(image.Reference) is { } given && given.Since <= context.Facts.Today)
            {
                context.Report(image.Use.Span,
                    $"The image '{given.Repository}' was given up by its makers on {SupportText.Day(given.Since)} and gets no updates. Move to {SupportText.OneOf(given.Successors)}.");
                continue; // No version of it is one to move to.
            }

            foreach (var status in EndOfLife.Table.Find(image.Reference, context.Facts.Today, context.Facts.Known(image.Reference)?.Config?.System))
            {
                if (status.HasEnded)
                {
                    context.Report(image.Use.Span, $"{image.Name}: {SupportText.Ended(status)}");
                }
            }
        }
    }
}
