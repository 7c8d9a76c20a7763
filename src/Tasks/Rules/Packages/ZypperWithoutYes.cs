namespace ContainerGuard.Rules.Packages;

/// <summary>zypper asks for confirmation, which a build cannot give.</summary>
internal sealed class ZypperWithoutYes() : UnansweredQuestion("zypper")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5060", "zypper runs without -y or --non-interactive", Severity.Warning)
    {
        Aliases = ["hadolint:DL3034", "kics:Missing Zypper Non-interactive Switch"],
    };
}
