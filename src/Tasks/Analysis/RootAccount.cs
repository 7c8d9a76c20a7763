using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A RUN that gives an account other than root the number 0, which has all rights of root.</summary>
/// <param name="Run">The RUN.</param>
/// <param name="Place">The word that does it.</param>
/// <param name="Name">The name of the account; null where the command does not tell it.</param>
internal sealed record RootAccount(RunScript Run, ShellWord Place, string? Name)
{
    public static IEnumerable<RootAccount> In(FileAnalysis file)
    {
        foreach (var (run, command) in file.Commands.Of("useradd", "adduser", "usermod"))
        {
            var uid = command.Line.ValueOf("-u") ?? command.Line.ValueOf("--uid");
            var name = command.Line.Operands is [.., var last] ? last.Value : null;
            if (IsZero(uid) && name != "root") yield return new RootAccount(run, command.Words[0], name);
        }

        foreach (var run in file.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (command.Words.IsEmpty || !EditsAccounts(command)) continue;
                foreach (var word in command.Arguments)
                {
                    if (EntryIn(word.Text) is { } name)
                    {
                        yield return new RootAccount(run, word, name.Length == 0 ? null : name);
                        break;
                    }
                }
            }
        }
    }

    private static bool IsZero(string? uid) => uid is { Length: > 0 } && uid.All(static c => c == '0');

    private static bool EditsAccounts(ShellCommand command) =>
        command.Redirections.Any(static redirection => redirection.WritesFile && redirection.Target.Is("/etc/passwd"))
        || (command.Name is "sed" && command.Arguments.Any(static word => word.Is("/etc/passwd")))
        || (command.Outermost.Pipeline.Elements is [.., ShellCommand { Name: "tee" } tee] && tee != command
            && tee.Arguments.Any(static word => word.Is("/etc/passwd")));

    /// <summary>
    /// The name in an entry of the account database whose number is 0 (passwd(5)); empty where a sed script replaces a number by 0.
    /// </summary>
    private static string? EntryIn(string text)
    {
        foreach (var line in text.Split(["\n", "\\n"], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(':') is [var name, _, var uid, _, ..] && IsZero(uid) && name is not ("root" or "")
                && Names.ContainAll(name))
            {
                return name;
            }
        }

        // s/:1000:1000:/:0:0:/
        if (text is not ['s', var separator, ..]) return null;
        return text.Split(separator) is ["s", var old, var replaced, ..]
            && replaced.Contains(":0:", StringComparison.Ordinal) && !old.Contains(":0:", StringComparison.Ordinal) ? "" : null;
    }

    private static readonly Characters Names = Characters.Of("0-9A-Za-z_.-");
}
