namespace ContainerGuard.Rules.Style;

/// <summary>A label of the project's schema is set to an empty value.</summary>
internal sealed class EmptyLabel : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9004", "A label of the schema has an empty value", Severity.Warning)
    {
        Aliases = ["hadolint:DL3051"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label is { Key: { } key, Value: "" } && context.Facts.Labels.Find(key) is not null)
            {
                context.Report(label.Pair.Span, $"The label '{key}' has an empty value. Write its value, or pass it with an ARG.");
            }
        }
    }
}
