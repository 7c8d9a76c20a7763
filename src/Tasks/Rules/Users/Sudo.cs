namespace ContainerGuard.Rules.Users;

/// <summary>A RUN calls sudo: the builder is root already, or USER says who it is.</summary>
internal sealed class Sudo : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3005", "RUN uses sudo", Severity.Warning)
    {
        Aliases = ["hadolint:DL3004", "trivy:DS-0010", "checkov:CKV2_DOCKER_1", "kics:Run Using Sudo"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of("sudo"))
        {
            context.Report(run.Locate(command.Words[0].Span),
                "RUN uses sudo, which then stays in the image as a way to become root, and runs with an environment and signals of its own. Leave it out where the user is root; elsewhere write USER root before, and the unprivileged USER again after.");
        }
    }
}
