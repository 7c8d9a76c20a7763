using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>dnf waits for a confirmation, which a build cannot give.</summary>
internal sealed class DnfWithoutYes() : UnansweredQuestion(["dnf", "dnf5", "microdnf", "tdnf"], RpmQuestions.Verbs, RpmQuestions.Answers)
{
    public override RuleDescriptor Descriptor { get; } = new("CG5050", "dnf runs without -y", Severity.Warning)
    {
        Aliases = ["hadolint:DL3038", "kics:Missing Flag From Dnf Install"],
    };

    protected override bool IsAnswered(CommandLine line) => RpmQuestions.IsAnswered(line);

    /// <summary>microdnf asks only where it is a link to dnf5; older versions assume yes.</summary>
    protected override Severity? SeverityOf(string program) => program == "microdnf" ? Severity.Message : null;
}
