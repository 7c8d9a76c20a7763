namespace ContainerGuard.Rules.Style;

/// <summary>A label that holds an e-mail address holds none.</summary>
internal sealed class LabelNotEmail : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9010", "A label that must be an e-mail address is none", Severity.Warning)
    {
        Aliases = ["hadolint:DL3058"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label.IsOf(LabelType.Email) && !LabelValues.IsEmail(label.Value!))
            {
                context.Report(label.ValueSpan, $"The label '{label.Key}' is '{label.Shown}', which is no e-mail address, so whoever has to report a fault cannot. Write the address alone: 'team@example.com'.");
            }
        }
    }
}
