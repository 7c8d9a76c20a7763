using System.Text.RegularExpressions;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>A RUN makes a user for the process, and the container runs as root.</summary>
internal sealed class UserNeverUsed : Rule
{
    /// <summary>Programs that start as root and step down to a user of their configuration.</summary>
    private static readonly string[] SteppingDown =
    [
        "nginx", "httpd", "apache2", "apache2ctl", "apachectl", "apache2-foreground", "httpd-foreground", "php-fpm", "sshd", "supervisord",
        "mysqld", "mysqld_safe", "mariadbd", "postgres", "mongod", "redis-server", "memcached", "cron", "crond", "init", "systemd",
        "runsvdir", "s6-svscan", "haproxy", "named", "dovecot", "postfix", "squid", "varnishd", "rabbitmq-server", "unbound", "dockerd",
        "uwsgi", "bash", "sh", "ash", "zsh",
    ];

    public override RuleDescriptor Descriptor { get; } =
        new("CG3021", "A user is created and never used", Severity.Message)
        {
            Aliases = ["tally:user-created-but-never-used"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || !RunsAsRoot(image) || StepDown.Is(image, file)
            || file.Process is not { IsComplete: true, IsScript: false, HasShellInFront: false, IsWorkplace: false, Name: { } program }
            || program.EndsWith("init", StringComparison.Ordinal) || program.EndsWith("entrypoint", StringComparison.Ordinal)
            || Array.Exists(
                SteppingDown, name => program == name || (name.Length > 4 && program.StartsWith(name, StringComparison.Ordinal))))
        {
            return;
        }

        foreach (var (run, command) in file.Commands.Of("useradd", "adduser"))
        {
            if (!image.Includes(run.Stage) || run.Instruction.Onbuild is not null || command.Line.Operands is not [var operand]
                || operand.Value is not { Length: > 0 } name || !IsName(name) || IsMentionedLater(file, run, name))
            {
                continue;
            }

            findings.Report(run.Locate(operand.Span),
                $"The Dockerfile creates user '{name}', but the program '{program}' runs as root. "
                    + $"Add USER {name} before CMD or ENTRYPOINT.");
            return;
        }
    }

    /// <summary>Without USER, the official images run as root, apart from a few that set a user.</summary>
    private static bool RunsAsRoot(FinalImage image) => image.RunsAsRoot
        ?? (image is { State.User.Origin: not SettingOrigin.File, Base: { } root } && KnownUsers.IsOfRoot(root));

    private static bool IsName(string name) => Regex.IsMatch(name, "^[a-z_][a-z0-9_-]*$", RegexOptions.CultureInvariant);

    /// <summary>A name that the file has elsewhere may be for a program that changes the user by itself.</summary>
    private static bool IsMentionedLater(FileAnalysis file, RunScript run, string name)
    {
        var text = file.Source.Text;
        var pattern = $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])";
        var elsewhere = text[..run.Instruction.Span.Start] + text[run.Instruction.Span.End..];
        return Regex.IsMatch(elsewhere, pattern, RegexOptions.CultureInvariant);
    }
}
