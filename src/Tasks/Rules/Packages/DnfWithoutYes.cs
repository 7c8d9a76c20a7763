namespace ContainerGuard.Rules.Packages;

/// <summary>dnf asks for confirmation, which a build cannot give.</summary>
internal sealed class DnfWithoutYes() : UnansweredQuestion("dnf", "microdnf", "tdnf")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5050", "dnf runs without -y", Severity.Warning)
    {
        Aliases = ["hadolint:DL3038", "kics:Missing Flag From Dnf Install"],
    };

    /// <summary>microdnf asks only where it is a link to dnf5; older versions assume yes.</summary>
    protected override Severity? SeverityOf(string program) => program == "microdnf" ? Severity.Message : null;
}
