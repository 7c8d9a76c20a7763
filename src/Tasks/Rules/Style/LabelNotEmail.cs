using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for an email address is not an email address.</summary>
internal sealed class LabelNotEmail()
    : LabelValueRule(LabelType.Email, LabelValues.IsEmail, "an email address", "Write only the address: 'team@example.com'.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG9010", "A label value is not an email address", Severity.Warning)
    {
        Aliases = ["hadolint:DL3058"],
    };
}
