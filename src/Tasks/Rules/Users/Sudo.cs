using ContainerGuard.Shell;

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
        RunScript? last = null;
        foreach (var (run, command) in context.Commands.Of("sudo"))
        {
            if (run == last) continue; // What is to be done about one is done about all of them.
            last = run;

            var remedy = OtherUser(command) is { } other
                ? $"Write USER {other} before, and the user that it was again after."
                : "Leave it out where the user is root; elsewhere write USER root before, and the unprivileged USER again after.";
            context.Report(run.Locate(command.Words[0].Span),
                $"RUN uses sudo, which then stays in the image as a way to become root, and runs with an environment and signals of its own. {remedy}");
        }
    }

    /// <summary>Whom it is told to become, where that is not root.</summary>
    private static string? OtherUser(ShellCommand command)
    {
        for (var i = 1; i + 1 < command.Words.Length && command.Words[i].Text is ['-', ..] option; i++)
        {
            var user = option is "-u" or "--user" ? command.Words[i + 1].Text : option.StartsWith("--user=", StringComparison.Ordinal) ? option["--user=".Length..] : null;
            if (user is not null) return user is "" or "root" or "0" or "#0" ? null : user;
        }

        return null;
    }
}
