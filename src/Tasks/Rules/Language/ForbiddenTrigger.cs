using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>ONBUILD with an instruction that cannot wait for another build.</summary>
internal sealed class ForbiddenTrigger : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1007", "ONBUILD holds an instruction that it cannot hold", Severity.Error)
    {
        Aliases = ["hadolint:DL3043"],
    };

    public override void Check(RuleContext context) => context.ReportRefusals(SyntaxProblemKind.TriggerNotAllowed);
}
