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
        if (context.Image is not { RunsAsRoot: false, User: { } user } image || !IsForUse(image, context.Process)) return;

        var name = user.Split(':')[0];
        foreach (var (run, command) in context.Commands.Of("useradd", "adduser"))
        {
            if (!image.Includes(run.Stage) || command.Line.MayHaveMoreOptions || !IsFor(command, name) || IsForProcess(command.Line)) continue;
            var hasHome = HasHome(command);
            var (what, needs) = hasHome ? ("a home and a login shell", "both") : ("a login shell", "it");
            var instead = command.Name == "useradd" || IsRedHat(context, image) ? $"useradd --system --shell /usr/sbin/nologin{(hasHome ? ", without --create-home where nothing writes to the home" : "")}"
                : $"adduser -S (Alpine) or adduser --system (Debian){(hasHome ? ", with -H or --no-create-home where nothing writes to the home" : "")}";
            context.Report(run.Locate(command.Words[0].Span),
                $"{command.Name} makes '{command.Line.Operands[^1].Text}' like a person's account, with {what}: few processes need {needs}, and an intruder would use {needs}. Write {instead}.");
        }
    }

    /// <summary>Where people are to work, they log in and have a home; and so they may where nothing says that anything else is started.</summary>
    private static bool IsForUse(FinalImage image, ContainerProcess? process) => process is null ? image.IsLikelyToServe : !process.IsWorkplace;

    /// <summary>There adduser is another name of useradd.</summary>
    private static bool IsRedHat(RuleContext context, FinalImage image) =>
        context.Commands.InstallsOf("yum", "dnf", "microdnf", "tdnf").Any(found => image.Includes(found.Run.Stage));

    /// <summary>useradd makes one where it is told to, and on Red Hat's systems by their settings; adduser makes one unless told not to.</summary>
    private static bool HasHome(ShellCommand command) => command.Name == "useradd" ? command.Line.Has("-m", "--create-home") : !command.Line.Has("-H", "--no-create-home");

    private static bool IsFor(ShellCommand command, string name)
    {
        // With a second name it adds an account that is there to a group.
        if (command.Line.Operands.IsEmpty || command is { Name: "adduser", Line.Operands.Length: > 1 }) return false;
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
