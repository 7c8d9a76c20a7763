namespace ContainerGuard.Rules.Style;

/// <summary>A label that holds an address holds none.</summary>
internal sealed class LabelNotUrl : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9005", "A label that must be a URL is none", Severity.Warning)
    {
        Aliases = ["hadolint:DL3052"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label.IsOf(LabelType.Url) && !LabelValues.IsUrl(label.Value!))
            {
                context.Report(label.ValueSpan, $"The label '{label.Key}' is '{label.Shown}', which is no URL, so nothing that shows it can link to it. Write the whole address with its scheme: 'https://example.com/…'.");
            }
        }
    }
}
