using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Users;

/// <summary>EXPOSE 22: the container runs a login service in addition to its application.</summary>
internal sealed class SshPortExposed : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3009", "The SSH port 22 is exposed", Severity.Warning)
    {
        Aliases = ["trivy:DS-0004", "checkov:CKV_DOCKER_1", "kics:Exposing Port 22 (SSH)"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var port in file.ExposedPorts.Where(static port => port.First <= 22 && port.Last >= 22)
            .DistinctBy(static port => port.Instruction))
        {
            findings.Report(file.FromFirstLine(port.Instruction, port.Span),
                "Port 22 (SSH) is exposed. Remove it: 'docker exec' and 'kubectl exec' open a shell without an SSH server.");
        }
    }
}
