namespace ContainerGuard.Rules.Style;

/// <summary>A label that holds a version holds none that can be compared.</summary>
internal sealed class LabelNotSemanticVersion : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9009", "A label that must be a semantic version is none", Severity.Warning)
    {
        Aliases = ["hadolint:DL3056"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label.IsOf(LabelType.Semver) && !LabelValues.IsSemanticVersion(label.Value!))
            {
                context.Report(label.ValueSpan, $"The label '{label.Key}' is '{label.Shown}', which is no semantic version, so tools cannot tell which of two images is newer. Write three numbers: '1.4.0', or '1.4.0-rc.1' before the release.");
            }
        }
    }
}
