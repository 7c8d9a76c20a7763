using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>COPY --from, or from= of a mount, with the name or number of the stage that contains it.</summary>
internal sealed class CopyFromOwnStage : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1005", "COPY --from refers to its own stage", Severity.Error)
    {
        Aliases = ["hadolint:DL3023", "trivy:DS-0006", "kics:COPY '--from' References Current FROM Alias"],
    };

    public override void Check(FileAnalysis file, Findings findings) => findings.ReportRefusals(SyntaxProblemKind.CopyFromOwnStage);
}
