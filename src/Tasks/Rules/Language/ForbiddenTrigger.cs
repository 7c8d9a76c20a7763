using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>ONBUILD with an instruction that BuildKit does not allow there.</summary>
internal sealed class ForbiddenTrigger : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1007", "ONBUILD with FROM, MAINTAINER or ONBUILD", Severity.Error)
    {
        Aliases = ["hadolint:DL3043"],
    };

    public override void Check(FileAnalysis file, Findings findings) => findings.ReportRefusals(SyntaxProblemKind.TriggerNotAllowed);
}
