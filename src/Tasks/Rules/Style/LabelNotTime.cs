using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for a date and time does not have the format of RFC 3339.</summary>
internal sealed class LabelNotTime()
    : LabelValueRule(LabelType.Rfc3339, LabelValues.IsRfc3339, "an RFC 3339 date and time", "Use this format: '2026-11-22T08:30:00Z'.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG9006", "A label value is not an RFC 3339 date and time", Severity.Warning)
    {
        Aliases = ["hadolint:DL3053"],
    };
}
