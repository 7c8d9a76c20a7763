namespace ContainerGuard.Rules.Style;

/// <summary>A label that holds a licence holds none that SPDX knows.</summary>
internal sealed class LabelNotLicense : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9007", "A label that must be a licence is not SPDX", Severity.Warning)
    {
        Aliases = ["hadolint:DL3054"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label.IsOf(LabelType.Spdx) && SpdxExpression.Problem(label.Value!) is { } problem)
            {
                context.Report(label.ValueSpan, $"The label '{label.Key}' is '{label.Shown}', which is no SPDX licence expression: {problem}. Licence scanners then take the image's licence for unknown. Write identifiers of the list: 'MIT', 'Apache-2.0 OR MIT'.");
            }
        }
    }
}
