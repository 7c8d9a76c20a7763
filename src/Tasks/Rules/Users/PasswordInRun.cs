using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>A RUN gives a user a password: it stands in the history of the image, or its hash in a layer, for everyone to try.</summary>
internal sealed class PasswordInRun : Rule
{
    private static readonly string[] SourcesOfChance = ["/dev/urandom", "/dev/random", "openssl rand", "pwgen", "uuidgen", "apg "];

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
            context.Report(run.Locate(command.Words[0].Span), IsDeletion(command)
                ? "passwd -d leaves a user without a password: whoever comes as far as su or a login is that user in every container. No user of a container needs that: leave it out, or lock the account with passwd -l."
                : $"{command.Name} sets a password in the image: everyone who has the image has it, or its hash to try, and every container has the same. No user of a container needs one: leave it out, and let 'docker exec' and SSH keys do what it was for.");
        }
    }

    private static bool SetsPassword(ShellCommand command) => command.Name switch
    {
        "chpasswd" => !IsRandom(command),
        // Without a terminal it reads what is piped into it.
        "passwd" => !command.Line.Has("-l", "--lock", "-S", "--status") && !command.Line.Has("-e", "--expire", "-u", "--unlock") && !command.Line.Has("--help", "-h"),
        "useradd" or "usermod" => (command.Line.ValueOf("-p") ?? command.Line.ValueOf("--password")) is { } password && !password.StartsWith('!') && password is not ("*" or "x"),
        _ => false,
    };

    private static bool IsDeletion(ShellCommand command) => command.Name == "passwd" && command.Line.Has("-d", "--delete");

    /// <summary>Whether what is piped into it is made up by the build, and told to nobody: that only unlocks an account, for its keys.</summary>
    private static bool IsRandom(ShellCommand command) => command.Outermost.Pipeline.Elements.Any(static element => element is ShellCommand source
        && source.Words.Any(static word => word.Expansions.Any(static expansion => expansion.Body is not null)
            && Array.Exists(SourcesOfChance, chance => word.Text.Contains(chance, StringComparison.Ordinal))));
}
