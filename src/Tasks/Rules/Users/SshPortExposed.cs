namespace ContainerGuard.Rules.Users;

/// <summary>EXPOSE 22: a login service in the container, beside what it is for.</summary>
internal sealed class SshPortExposed : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3009", "The port of SSH is exposed", Severity.Warning)
    {
        Aliases = ["trivy:DS-0004", "checkov:CKV_DOCKER_1", "kics:Exposing Port 22 (SSH)"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var port in context.ExposedPorts)
        {
            if (port.First > 22 || port.Last < 22) continue;
            context.Report(context.FromFirstLine(port.Instruction, port.Span),
                "Port 22 is SSH's: a way in for others, with keys, users and updates of its own, that most containers have beside what they are for. Leave it out: 'docker exec' and 'kubectl exec' open a shell in a container that has none of that.");
        }
    }
}
