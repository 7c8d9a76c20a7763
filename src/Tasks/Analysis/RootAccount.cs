using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>An instruction that gives an account other than root the number 0, which has all rights of root.</summary>
/// <param name="Instruction">RUN, or the COPY of a heredoc.</param>
/// <param name="Place">The word that does it.</param>
/// <param name="Name">The name of the account; null where the command does not tell it.</param>
internal sealed record RootAccount(InstructionKind Instruction, TextSpan Place, string? Name)
{
    public static IEnumerable<RootAccount> In(FileAnalysis file)
    {
        foreach (var (run, command) in file.Commands.Of("useradd", "adduser", "usermod"))
        {
            var uid = CreatedUser.UidOf(run, command);
            var name = command.Line.Operands is [.., var last] ? run.Expand(last, command) : null;
            if (IsZero(uid) && name != "root") yield return Of(run, command.Words[0], name);
        }

        foreach (var account in InHeredocs(file)) yield return account;

        foreach (var run in file.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (command.Words.IsEmpty || !EditsAccounts(command)) continue;
                foreach (var redirection in command.Redirections)
                {
                    if (redirection.HereDocument is { } text && EntryIn(text.Text) is { } added)
                    {
                        yield return Of(run, command.Words[0], added);
                    }
                }

                foreach (var word in command.Arguments)
                {
                    if (EntryIn(word.Text) is { } name)
                    {
                        yield return Of(run, word, name.Length == 0 ? null : name);
                        break;
                    }
                }
            }
        }
    }

    /// <summary>COPY of a heredoc to the account database.</summary>
    private static IEnumerable<RootAccount> InHeredocs(FileAnalysis file)
    {
        foreach (var (_, _, instruction) in file.Instructions.Of(InstructionKind.Copy, InstructionKind.Add))
        {
            if (instruction.Destination?.Value is not { } target || !target.TrimEnd('/').EndsWith("/etc/passwd", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var heredoc in instruction.Heredocs)
            {
                if (EntryIn(file.Source.Slice(heredoc.ContentSpan)) is { Length: > 0 } name)
                {
                    yield return new RootAccount(instruction.Kind, file.FromFirstLine(instruction, instruction.KeywordSpan), name);
                }
            }
        }
    }

    private static RootAccount Of(RunScript run, ShellWord place, string? name) =>
        new(InstructionKind.Run, run.Locate(place.Span), name);

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

        // s/:1000:1000:/:0:0:/, s/^app:x:[0-9]*/app:x:0/
        if (text is not ['s', var separator, ..] || text.Split(separator) is not ["s", var old, var replaced, ..]) return null;
        if (replaced.Split(':') is [var account, _, "0", ..] && account is not ("root" or "") && Names.ContainAll(account)) return account;
        return replaced.Contains(":0:", StringComparison.Ordinal) && !old.Contains(":0:", StringComparison.Ordinal) ? "" : null;
    }

    private static readonly Characters Names = Characters.Of("0-9A-Za-z_.-");
}
