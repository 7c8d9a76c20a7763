using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>The user that the container runs as is made like a person's: with a home and a login shell, which a process does not need.</summary>
internal sealed class UserWithLogin : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3012", "The container's user is made with a home and a login", Severity.Message)
    {
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        if (context.Image is not { RunsAsRoot: false, User: { } user } image) return;

        var name = user.Split(':')[0];
        foreach (var (run, command) in context.Commands.Of("useradd", "adduser"))
        {
            if (!image.Includes(run.Stage) || command.Line.MayHaveMoreOptions || !IsFor(command, name) || IsForProcess(command.Line)) continue;
            var instead = command.Name == "useradd" ? "useradd --system --no-create-home" : "adduser -S -H (or --system --no-create-home)";
            context.Report(run.Locate(command.Words[0].Span),
                $"{command.Name} makes '{name}' like a person's account, with a home and a login shell, and the process needs neither: they are what an intruder would use. Write {instead}.");
        }
    }

    private static bool IsFor(ShellCommand command, string name)
    {
        foreach (var operand in command.Line.Operands)
        {
            if (operand.Is(name)) return true;
        }

        return (command.Line.ValueOf("-u") ?? command.Line.ValueOf("--uid")) == name;
    }

    private static bool IsForProcess(CommandLine line) =>
        line.Has("-r", "--system", "-S")
        || (line.ValueOf("-s") ?? line.ValueOf("--shell")) is { } shell && (shell.EndsWith("nologin", StringComparison.Ordinal) || shell.EndsWith("false", StringComparison.Ordinal))
        || (line.Has("-M", "-H", "--no-create-home") && line.Has("-D", "--disabled-password", "--disabled-login", "-M"));
}
