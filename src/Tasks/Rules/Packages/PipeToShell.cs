using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>A download runs in an interpreter without a checksum or signature, and only in part if the connection breaks.</summary>
internal sealed class PipeToShell : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5020", "A downloaded script is piped to a shell", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.Of("curl", "wget", "fetch").Count == 0) return;

        foreach (var run in file.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (!ReadsPipe(command) && !ReadsSubstitution(command)) continue;
                findings.Report(run.Locate(command.Outermost.Pipeline.Span),
                    $"'{command.Name}' runs a downloaded script without verification. "
                        + "Save a fixed version to a file, verify it with 'sha256sum -c', then run it.");
            }
        }
    }

    /// <summary><c>curl … | sudo bash -s</c></summary>
    private static bool ReadsPipe(ShellCommand command)
    {
        if (!IsInterpreter(command) || command.Inner is not null) return false;

        foreach (var element in command.Outermost.Pipeline.Elements)
        {
            if (element == command.Outermost) return false;
            if (ShellCommandCollector.Collect(element).Any(IsDownload)) return ReadsInput(command);
        }

        return false;
    }

    /// <summary><c>sh -c "$(curl …)"</c>, <c>eval "$(curl …)"</c>, <c>bash &lt;(curl …)</c>, <c>. &lt;(curl …)</c></summary>
    private static bool ReadsSubstitution(ShellCommand command)
    {
        if (!IsInterpreter(command) && command.Name is not ("eval" or "." or "source")) return false;
        foreach (var word in command.Arguments)
        {
            if (word.Expansions is not [{ Body: { } body, Kind: var kind } expansion, ..]) continue;

            // Only the first word of a script is what runs; other words are arguments.
            var isScript = kind == ShellExpansionKind.Process || (command.Script is not null && word == command.ScriptWord)
                || command.Name == "eval";
            if (isScript && word.Text.TrimStart() is ['$' or '`' or '<', ..] && ShellCommandCollector.Collect(body).Any(IsDownload))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsDownload(ShellCommand command) => command.Name is "curl" or "wget" or "fetch";

    private static bool IsInterpreter(ShellCommand command) =>
        CommandWrappers.IsShell(command.Name) || command.Name is "node" or "perl" or "ruby" or "php"
        || command.Name?.StartsWith("python", StringComparison.Ordinal) == true;

    /// <summary>
    /// Whether the interpreter reads its script from standard input: it has only options, or <c>-s</c> or <c>-</c>. Otherwise an operand or
    /// an option has the script.
    /// </summary>
    private static bool ReadsInput(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            if (word.Text is "-" or "-s" or "--" or "/dev/stdin") return true;
            if (word.Text is ['-', not '-', ..] && (word.Text.Contains('c')
                || (word.Text.Contains('m') && !CommandWrappers.IsShell(command.Name))
                || word.Text.Contains('n')))
            {
                return false;
            }

            if (word.Text is not ['-', ..]) return false;
            if (word.Text is ['-', not '-', ..] && word.Text.Contains('s') && CommandWrappers.IsShell(command.Name)) return true;
        }

        return true;
    }
}
