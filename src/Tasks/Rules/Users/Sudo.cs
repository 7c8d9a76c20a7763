using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>A RUN calls sudo. A build runs as root, or as the user that USER names.</summary>
internal sealed class Sudo : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3005", "RUN uses sudo", Severity.Warning)
    {
        Aliases = ["hadolint:DL3004", "trivy:DS-0010", "checkov:CKV2_DOCKER_1", "kics:Run Using Sudo"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        RunScript? last = null;
        foreach (var (run, command) in file.Commands.Of("sudo"))
        {
            if (run == last) continue; // One finding for each RUN: its remedy applies to every sudo in it.
            last = run;

            var remedy = OtherUser(command) is { } other
                ? IsAllOf(run)
                    ? $"Write USER {other} before this RUN, and the previous USER after it."
                    : $"Move the commands that run as '{other}' to a separate RUN without sudo. Write USER {other} before it, and the "
                        + "previous USER after it."
                : "Remove it if the user is root. Otherwise write USER root before this RUN, and the previous USER after it.";
            findings.Report(run.Locate(command.Words[0].Span),
                $"RUN uses sudo. {remedy}");
        }
    }

    /// <summary>Whether a RUN has no command of the current user, except some that only prepare a shell.</summary>
    private static bool IsAllOf(RunScript run) =>
        run.Commands.All(static command => command.Outer is not null || command.Name is "sudo" or "cd" or "set" or "export" or "true");

    /// <summary>The user of the option -u; null for root.</summary>
    private static string? OtherUser(ShellCommand command)
    {
        for (var i = 1; i + 1 < command.Words.Length && command.Words[i].Text is ['-', ..] option; i++)
        {
            var user = option is "-u" or "--user" ? command.Words[i + 1].Text
                : option.StartsWith("--user=", StringComparison.Ordinal) ? option["--user=".Length..]
                : null;
            if (user is not null) return user is "" or "root" or "0" or "#0" ? null : user;
        }

        return null;
    }
}
