using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>The runtime or the system of an image no longer gets security updates, or the whole image is deprecated.</summary>
internal sealed class EndOfLifeBaseImage : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG2005", "An image has reached end of life (EOL)", Severity.Warning)
        {
            Aliases = ["tally:ruby/eol-ruby-version"],
            AppliesToCompose = true,
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var image in file.Images)
        {
            var original = file.Facts.Mirrors.Original(image.Reference);
            if (EndOfLife.FindDeprecated(original) is { } deprecated && deprecated.Since <= file.Facts.Today)
            {
                findings.Report(image.Use.Span,
                    $"'{deprecated.Repository}' was deprecated on {SupportText.Day(deprecated.Since)} and gets no updates. "
                        + $"Move to {SupportText.OneOf(deprecated.Successors)}.");
                continue; // No version of it is maintained.
            }

            foreach (var status in EndOfLife.Table.Find(
                original, file.Facts.Today, file.Facts.Known(image.Reference)?.Config?.System))
            {
                if (status.HasEnded)
                {
                    findings.Report(image.Use.Span, $"{image.Name} contains {SupportText.Ended(status)}");
                }
            }
        }
    }
}
