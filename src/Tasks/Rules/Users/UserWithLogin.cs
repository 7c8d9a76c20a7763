using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>The user that the container runs as has a home directory and a login shell, which a process does not need.</summary>
internal sealed class UserWithLogin : Rule
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG3012", "The container user has a home directory and login shell", Severity.Message)
    {
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { RunsAsRoot: false, User: { } user } image || !IsForUse(image, file.Process)) return;

        var name = user.Split(':')[0];
        foreach (var (run, command) in file.Commands.Of("useradd", "adduser"))
        {
            if (!image.Includes(run.Stage) || command.Line.MayHaveMoreOptions || !IsFor(command, name) || IsForProcess(command.Line))
            {
                continue;
            }

            var hasHome = HasHome(command);
            var instead = command.Name == "useradd"
                || IsRedHat(file, image) ? $"useradd --system --shell /usr/sbin/nologin{(hasHome ? " without --create-home" : "")}"
                : hasHome ? "adduser -S -H (Alpine) or adduser --system --no-create-home (Debian)"
                : "adduser -S (Alpine) or adduser --system (Debian)";
            findings.Report(run.Locate(command.Words[0].Span),
                $"{command.Name} gives '{command.Line.Operands[^1].Text}' "
                    + $"{(hasHome ? "a home directory and a login shell" : "a login shell")}. Use {instead}.");
        }
    }

    /// <summary>
    /// Whether the container runs an application. People who work in a container need a login and a home; a container without a process or
    /// port may be for them.
    /// </summary>
    private static bool IsForUse(FinalImage image, ContainerProcess? process) =>
        process is null ? image.IsLikelyToServe : !process.IsWorkplace;

    /// <summary>On Red Hat systems adduser is another name of useradd.</summary>
    private static bool IsRedHat(FileAnalysis file, FinalImage image) =>
        file.Commands.InstallsOf(PackageManagers.In(PackageFamily.Dnf)).Any(found => image.Includes(found.Run.Stage));

    /// <summary>
    /// useradd creates a home with -m, and on Red Hat systems by its default settings. adduser creates one unless an option prevents it.
    /// </summary>
    private static bool HasHome(ShellCommand command) =>
        command.Name == "useradd" ? command.Line.Has("-m", "--create-home") : !command.Line.Has("-H", "--no-create-home");

    private static bool IsFor(ShellCommand command, string name)
    {
        // With a second name, adduser adds an existing account to a group.
        if (command.Line.Operands.IsEmpty || command is { Name: "adduser", Line.Operands.Length: > 1 }) return false;
        foreach (var operand in command.Line.Operands)
        {
            if (operand.Is(name)) return true;
        }

        return (command.Line.ValueOf("-u") ?? command.Line.ValueOf("--uid")) == name;
    }

    private static bool IsForProcess(CommandArguments line) =>
        line.Has("-r", "--system", "-S")
        || (line.ValueOf("-s") ?? line.ValueOf("--shell")) is { } shell
            && (shell.EndsWith("nologin", StringComparison.Ordinal) || shell.EndsWith("false", StringComparison.Ordinal))
        || (line.Has("-M", "-H", "--no-create-home") && line.Has("-D", "--disabled-password", "--disabled-login", "-M"));
}
