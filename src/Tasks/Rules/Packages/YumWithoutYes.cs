namespace ContainerGuard.Rules.Packages;

/// <summary>yum asks for confirmation, which a build cannot give.</summary>
internal sealed class YumWithoutYes() : UnansweredQuestion("yum")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5040", "yum runs without -y", Severity.Warning)
    {
        Aliases = ["hadolint:DL3030", "kics:Yum Install Allows Manual Input"],
    };
}
