using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>EXPOSE with a number above 65535, the largest port of all protocols.</summary>
internal sealed class PortOutOfRange : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1003", "EXPOSE port is out of range", Severity.Error)
    {
        Aliases = ["hadolint:DL3011", "trivy:DS-0008", "kics:UNIX Ports Out Of Range"],
    };

    public override void Check(FileAnalysis file, Findings findings) => findings.ReportRefusals(SyntaxProblemKind.PortOutOfRange);
}
