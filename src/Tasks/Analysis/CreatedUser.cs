using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A user that a RUN creates.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its number; null if the system chooses it, or a variable determines it.</param>
internal sealed record CreatedUser(string Name, string? Uid)
{
    /// <summary>The last user that the final image creates, except root; null when it creates none.</summary>
    public static CreatedUser? Last(FinalImage image, FileAnalysis file)
    {
        CreatedUser? last = null;
        foreach (var (run, command) in file.Commands.Of("useradd", "adduser"))
        {
            if (image.Includes(run.Stage) && Of(run, command) is { } user && !ContainerUser.IsRoot(user.Uid ?? user.Name)) last = user;
        }

        return last;
    }

    /// <summary>The user that the final image creates with a name; null when it creates none.</summary>
    public static CreatedUser? Find(string name, FileAnalysis file)
    {
        foreach (var (run, command) in file.Commands.Of("useradd", "adduser"))
        {
            if (Of(run, command) is { } user && user.Name == name) return user;
        }

        return null;
    }

    private static CreatedUser? Of(RunScript run, ShellCommand command)
    {
        var operands = command.Line.Operands;
        // With a second name, adduser adds an existing account to a group.
        if (operands.IsEmpty || (command.Name == "adduser" && operands.Length > 1) || run.Expand(operands[^1], command) is not { } name)
        {
            return null;
        }

        var uid = UidOf(run, command);
        return name.Length == 0 || name.Contains('$', StringComparison.Ordinal) ? null : new CreatedUser(name, uid is "" ? null : uid);
    }

    /// <summary>The number that a command gives to an account, with the variables of the file; null when it is not known.</summary>
    internal static string? UidOf(RunScript run, ShellCommand command)
    {
        var uid = command.Line.ValueOf("-u") ?? command.Line.ValueOf("--uid");
        if (uid is null || Characters.Digits.ContainAll(uid)) return uid;
        return Dockerfile.WordExpander.Expand(uid, '\\', run.State) is { IsKnown: true, Error: null } known
            && Characters.Digits.ContainAll(known.Text) ? known.Text : null;
    }
}
