using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>A RUN sets a password: the history of the image contains it, or a layer contains its hash, which anyone can attack.</summary>
internal sealed class PasswordInRun : Rule
{
    private static readonly string[] SourcesOfChance = ["/dev/urandom", "/dev/random", "openssl rand", "pwgen", "uuidgen", "apg "];

    public override RuleDescriptor Descriptor { get; } = new("CG3008", "RUN sets a user password", Severity.Error)
    {
        Aliases = ["checkov:CKV2_DOCKER_17"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("chpasswd", "passwd", "useradd", "usermod"))
        {
            if (!SetsPassword(command)) continue;

            // The arguments may be the password, so the message does not quote them.
            findings.Report(run.Locate(command.Words[0].Span), IsDeletion(command)
                ? "passwd -d lets anyone log in as that user without a password. Remove the command, or lock the account with passwd -l."
                : $"{command.Name} stores a password or its hash in the image. "
                    + "Remove the command, and use 'docker exec' or SSH keys to get access.");
        }
    }

    private static bool SetsPassword(ShellCommand command) => command.Name switch
    {
        "chpasswd" => !IsRandom(command),
        // Without a terminal it reads the password from standard input.
        "passwd" => !command.Line.Has("-l", "--lock", "-S", "--status")
            && !command.Line.Has("-e", "--expire", "-u", "--unlock")
            && !command.Line.Has("--help", "-h"),
        "useradd" or "usermod" => (command.Line.ValueOf("-p") ?? command.Line.ValueOf("--password")) is { } password
            && !password.StartsWith('!')
            && password is not ("*" or "x"),
        _ => false,
    };

    private static bool IsDeletion(ShellCommand command) => command.Name == "passwd" && command.Line.Has("-d", "--delete");

    /// <summary>
    /// Whether the build generates the password at random and does not print it. That only unlocks the account, for use with SSH keys.
    /// </summary>
    private static bool IsRandom(ShellCommand command) =>
        command.Outermost.Pipeline.Elements.Any(static element => element is ShellCommand source
        && source.Words.Any(static word => word.Expansions.Any(static expansion => expansion.Body is not null)
            && Array.Exists(SourcesOfChance, chance => word.Text.Contains(chance, StringComparison.Ordinal))));
}
