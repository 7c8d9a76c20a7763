namespace ContainerGuard.Rules.Style;

/// <summary>A label that holds a time holds none that programs read.</summary>
internal sealed class LabelNotTime : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9006", "A label that must be a time is not RFC 3339", Severity.Warning)
    {
        Aliases = ["hadolint:DL3053"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label.IsOf(LabelType.Rfc3339) && !LabelValues.IsRfc3339(label.Value!))
            {
                context.Report(label.ValueSpan, $"The label '{label.Key}' is '{label.Shown}', which is no date and time of RFC 3339, so tools that sort images by it cannot read it. Write it as '2026-11-22T08:30:00Z'.");
            }
        }
    }
}
