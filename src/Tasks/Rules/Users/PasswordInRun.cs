using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>A RUN gives a user a password: it stands in the history of the image, or its hash in a layer, for everyone to try.</summary>
internal sealed class PasswordInRun : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3008", "RUN sets a password", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_17"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of("chpasswd", "passwd", "useradd", "usermod"))
        {
            if (!SetsPassword(command)) continue;

            // The words may be the password, and are not shown.
            context.Report(run.Locate(command.Words[0].Span),
                $"{command.Name} sets a password in the image: everyone who has the image has it, or its hash to try, and every container has the same. No user of a container needs one: leave it out, and let 'docker exec' and SSH keys do what it was for.");
        }
    }

    private static bool SetsPassword(ShellCommand command) => command.Name switch
    {
        "chpasswd" => true,
        // Without a terminal it reads what is piped into it.
        "passwd" => !command.Line.Has("-l", "--lock", "-S", "--status") && !command.Line.Has("-e", "--expire", "-u", "--unlock") && !command.Line.Has("--help", "-h"),
        "useradd" or "usermod" => (command.Line.ValueOf("-p") ?? command.Line.ValueOf("--password")) is { } password && !password.StartsWith('!') && password is not ("*" or "x"),
        _ => false,
    };
}
