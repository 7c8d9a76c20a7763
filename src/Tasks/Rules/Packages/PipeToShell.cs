using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>What a download brings is run unseen: no checksum, no signature, and half a script where the connection breaks.</summary>
internal sealed class PipeToShell : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5020", "A download is run unseen", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Commands.Of("curl", "wget", "fetch").Count == 0) return;

        foreach (var run in context.Runs)
        {
            foreach (var command in run.Commands)
            {
                if (!ReadsPipe(command) && !ReadsSubstitution(command)) continue;
                context.Report(run.Locate(command.Outermost.Pipeline.Span),
                    $"A download is handed to '{command.Name}' unseen: whoever controls the server, or the name, runs code in your build. Download a fixed version to a file, compare its checksum ('sha256sum -c'), and run that; or take the package of the distribution.");
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

            // Only what stands first in a script is what is run; elsewhere it is an argument.
            var isScript = kind == ShellExpansionKind.Process || (command.Script is not null && word == command.ScriptWord)
                || command.Name == "eval";
            if (isScript && word.Text.TrimStart() is ['$' or '`' or '<', ..] && ShellCommandCollector.Collect(body).Any(IsDownload)) return true;
        }

        return false;
    }

    private static bool IsDownload(ShellCommand command) => command.Name is "curl" or "wget" or "fetch";

    private static bool IsInterpreter(ShellCommand command) =>
        CommandWrappers.IsShell(command.Name) || command.Name is "node" or "perl" or "ruby" or "php"
        || command.Name?.StartsWith("python", StringComparison.Ordinal) == true;

    /// <summary>Nothing but options and what follows <c>-s</c> or <c>-</c>: an operand would be the script, and an inline script too.</summary>
    private static bool ReadsInput(ShellCommand command)
    {
        foreach (var word in command.Arguments)
        {
            if (word.Text is "-" or "-s" or "--" or "/dev/stdin") return true;
            if (word.Text is ['-', not '-', ..] && (word.Text.Contains('c') || (word.Text.Contains('m') && !CommandWrappers.IsShell(command.Name)) || word.Text.Contains('n'))) return false;
            if (word.Text is not ['-', ..]) return false;
            if (word.Text is ['-', not '-', ..] && word.Text.Contains('s') && CommandWrappers.IsShell(command.Name)) return true;
        }

        return true;
    }
}
