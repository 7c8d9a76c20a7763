using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for a version is not a semantic version, so versions cannot be compared.</summary>
internal sealed class LabelNotSemanticVersion()
    : LabelValueRule(
        LabelType.Semver, LabelValues.IsSemanticVersion, "a semantic version", "Use the form '1.4.0' or '1.4.0-rc.1'.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG9009", "A label value is not a semantic version", Severity.Warning)
    {
        Aliases = ["hadolint:DL3056"],
    };
}
