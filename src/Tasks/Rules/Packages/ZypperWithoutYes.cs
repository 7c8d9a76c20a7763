namespace ContainerGuard.Rules.Packages;

/// <summary>zypper would ask before it goes on, and nobody is there to answer.</summary>
internal sealed class ZypperWithoutYes() : UnansweredQuestion(
    ["zypper"],
    ["install", "in", "remove", "rm", "source-install", "si", "patch", "update", "up", "dist-upgrade", "dup", "install-new-recommends", "inr"],
    ["-y", "-n", "--no-confirm", "--non-interactive", "-D", "--dry-run"])
{
    public override RuleDescriptor Descriptor { get; } = new("CG5060", "zypper would ask, and nobody answers", Severity.Warning)
    {
        Aliases = ["hadolint:DL3034", "kics:Missing Zypper Non-interactive Switch"],
    };
}
