using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The value of a label for a Git commit is not a commit hash.</summary>
internal sealed class LabelNotHash()
    : LabelValueRule(LabelType.Hash, LabelValues.IsHash, "a Git commit hash", "Write the output of 'git rev-parse HEAD'.")
{
    public override RuleDescriptor Descriptor { get; } = new("CG9008", "A label value is not a Git commit hash", Severity.Warning)
    {
        Aliases = ["hadolint:DL3055"],
    };
}
