using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>dnf would ask before it goes on, and nobody is there to answer.</summary>
internal sealed class DnfWithoutYes() : UnansweredQuestion(["dnf", "dnf5", "microdnf", "tdnf"], RpmQuestions.Verbs, RpmQuestions.Answers)
{
    public override RuleDescriptor Descriptor { get; } = new("CG5050", "dnf would ask, and nobody answers", Severity.Warning)
    {
        Aliases = ["hadolint:DL3038", "kics:Missing Flag From Dnf Install"],
    };

    protected override bool IsAnswered(CommandLine line) => RpmQuestions.IsAnswered(line);

    /// <summary>microdnf asks since it is a name of dnf5; before, it assumed yes.</summary>
    protected override Severity? SeverityOf(string program) => program == "microdnf" ? Severity.Message : null;
}
