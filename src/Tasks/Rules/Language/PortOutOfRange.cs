using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>EXPOSE with a number above 65535, which is no port of any protocol.</summary>
internal sealed class PortOutOfRange : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1003", "A port is out of range", Severity.Error)
    {
        Aliases = ["hadolint:DL3011", "trivy:DS-0008", "kics:UNIX Ports Out Of Range"],
    };

    public override void Check(RuleContext context) => context.ReportRefusals(SyntaxProblemKind.PortOutOfRange);
}
