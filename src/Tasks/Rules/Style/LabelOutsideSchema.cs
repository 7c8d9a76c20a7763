namespace ContainerGuard.Rules.Style;

/// <summary>A label that the project does not describe, where it wants no others (<c>ContainerGuardStrictLabels</c>).</summary>
internal sealed class LabelOutsideSchema : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9003", "A label is not one of the project's", Severity.Warning)
    {
        Aliases = ["hadolint:DL3050"],
    };

    public override void Check(RuleContext context)
    {
        var schema = context.Facts.Labels;
        if (!schema.IsStrict) return;

        foreach (var label in context.Labels)
        {
            if (label.Key is { } key && schema.Find(key) is null)
            {
                context.Report(label.Pair.Key.Span, $"The label '{key}' is not in the project's ContainerGuardLabelSchema, and ContainerGuardStrictLabels allows no others: nobody reads it. Take it out, or add it to the schema.");
            }
        }
    }
}
