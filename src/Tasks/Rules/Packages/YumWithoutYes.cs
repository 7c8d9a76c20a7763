using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>yum would ask before it goes on, and nobody is there to answer.</summary>
internal sealed class YumWithoutYes() : UnansweredQuestion(["yum"], RpmQuestions.Verbs, RpmQuestions.Answers)
{
    public override RuleDescriptor Descriptor { get; } = new("CG5040", "yum would ask, and nobody answers", Severity.Warning)
    {
        Aliases = ["hadolint:DL3030", "kics:Yum Install Allows Manual Input"],
    };

    protected override bool IsAnswered(CommandLine line) => RpmQuestions.IsAnswered(line);
}
