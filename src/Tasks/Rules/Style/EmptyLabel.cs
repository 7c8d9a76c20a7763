namespace ContainerGuard.Rules.Style;

/// <summary>A label of the project's schema is there and says nothing.</summary>
internal sealed class EmptyLabel : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9004", "A label of the project's schema is empty", Severity.Warning)
    {
        Aliases = ["hadolint:DL3051"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label is { Key: { } key, Value: "" } && context.Facts.Labels.Find(key) is not null)
            {
                context.Report(label.Pair.Span, $"The label '{key}' is empty: it passes for set, and tells whoever looks for it nothing. Write its value, or pass it with an ARG.");
            }
        }
    }
}
