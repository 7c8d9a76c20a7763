using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for a URL is not a URL.</summary>
internal sealed class LabelNotUrl()
    : LabelValueRule(LabelType.Url, LabelValues.IsUrl, "a URL", "Write the full address: 'https://example.com/…'.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG9005", "A label value is not a URL", Severity.Warning)
    {
        Aliases = ["hadolint:DL3052"],
    };
}
