using ContainerGuard.Analysis;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>USER with a group: the process has this group only, although a RUN adds the user to more groups.</summary>
internal sealed class GroupDropsOthers : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG3025", "The group of USER drops the user's other groups", Severity.Warning)
        {
            Aliases = ["tally:user-explicit-group-drops-supplementary-groups"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || image.State.User is not { Instruction: { Arguments: [var word] } instruction, Value: { } user }
            || user.Split(':') is not [{ Length: > 0 } name, { Length: > 0 } group])
        {
            return;
        }

        foreach (var (run, command) in file.Commands.Of("usermod", "useradd", "adduser", "addgroup", "gpasswd"))
        {
            if (!image.Includes(run.Stage) || AddedGroup(command, name) is not { } groups) continue;
            var dropped = groups.Split(',').Where(other => other.Length > 0 && other != group && other != name).ToArray();
            if (dropped.Length == 0) continue;
            var added = WordList.And(dropped.Select(static other => $"'{other}'"));
            findings.Report(file.FromFirstLine(instruction, word.Span),
                $"USER names a group, so the process does not have the rights of the {(dropped.Length == 1 ? "group" : "groups")} {added}. "
                    + $"Write USER {name}.");
            return;
        }
    }

    /// <summary>The further group to which a command adds a user; null if it does not.</summary>
    private static string? AddedGroup(ShellCommand command, string name)
    {
        var (line, operands) = (command.Line, command.Line.Operands);
        return command.Name switch
        {
            "usermod" or "useradd" when operands is [.., var user] && user.Text == name =>
                line.ValueOf("-G") ?? line.ValueOf("--groups") ?? line.ValueOf("-aG"),
            "adduser" or "addgroup" when operands is [var user, var group] && user.Text == name => group.Text,
            "gpasswd" when operands is [var group] && (line.ValueOf("-a") ?? line.ValueOf("--add")) == name => group.Text,
            _ => null,
        };
    }
}
