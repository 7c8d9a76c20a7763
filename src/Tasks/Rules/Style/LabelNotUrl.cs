using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for a URL is not a URL.</summary>
internal sealed class LabelNotUrl : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9005", "A label value is not a URL", Severity.Warning)
    {
        Aliases = ["hadolint:DL3052"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var label in file.Labels)
        {
            if (label.IsOf(LabelType.Url) && !LabelValues.IsUrl(label.Value!))
            {
                findings.Report(label.ValueSpan,
                    $"The value '{MessageText.Cut(label.Value!)}' of the label '{label.Key}' is not a URL. "
                        + "Write the full address: 'https://example.com/…'.");
            }
        }
    }
}
