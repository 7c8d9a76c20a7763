using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>COPY --from, or a mount's from=, with the name or the number of the stage it is in.</summary>
internal sealed class CopyFromOwnStage : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1005", "COPY --from names its own stage", Severity.Error)
    {
        Aliases = ["hadolint:DL3023", "trivy:DS-0006", "kics:COPY '--from' References Current FROM Alias"],
    };

    public override void Check(RuleContext context) => context.ReportRefusals(SyntaxProblemKind.CopyFromOwnStage);
}
