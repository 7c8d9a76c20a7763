using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>apt-get asks for confirmation, which a build cannot give.</summary>
internal sealed class AptGetWithoutYes() : UnansweredQuestion("apt-get", "apt")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5010", "apt-get runs without -y", Severity.Warning)
    {
        Aliases = ["hadolint:DL3014", "trivy:DS-0021", "kics:APT-GET Missing Flags To Avoid Manual Input"],
    };

    /// <summary>Whether <c>-qq</c> confirms.</summary>
    protected override bool IsAnswered(CommandArguments line) =>
        line.ValueOf("-q") is "2" || line.Options.Count(static option => option.Name is "-q" or "--quiet") >= 2;
}
