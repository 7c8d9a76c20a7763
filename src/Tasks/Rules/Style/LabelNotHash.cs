namespace ContainerGuard.Rules.Style;

/// <summary>A label that holds a commit holds none.</summary>
internal sealed class LabelNotHash : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9008", "A label that must be a commit hash is none", Severity.Warning)
    {
        Aliases = ["hadolint:DL3055"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label.IsOf(LabelType.Hash) && !LabelValues.IsHash(label.Value!))
            {
                context.Report(label.ValueSpan, $"The label '{label.Key}' is '{label.Shown}', which is no git commit, so nobody can find the sources that the image was built from. Write the hash that 'git rev-parse HEAD' prints.");
            }
        }
    }
}
