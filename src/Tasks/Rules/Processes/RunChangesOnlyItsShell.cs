using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// A RUN that only sets variables, changes the folder or reads a profile. Each RUN starts a new shell, so nothing of this remains.
/// </summary>
internal sealed class RunChangesOnlyItsShell : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6037", "RUN changes nothing but its own shell", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var run in file.Runs)
        {
            if (FirstOf(run.Script, isInShell: !run.Instruction.IsExecForm) is not { } first) continue;

            var (what, remedy) = Describe(first);
            findings.Report(run.Locate(first.Span), $"The effect of '{MessageText.Cut(what)}' ends with this RUN. {remedy}");
        }
    }

    /// <summary>The first command of a script whose commands all change only the shell; null for every other script.</summary>
    private static ShellCommand? FirstOf(ShellScript script, bool isInShell)
    {
        if (!script.IsWellFormed) return null;

        ShellCommand? first = null;
        foreach (var pipeline in script.Body.Pipelines)
        {
            if (pipeline.Elements is not [ShellCommand { Redirections.IsEmpty: true } command]) return null;

            var found = isInShell && ChangesShell(command) ? command
                : CommandWrappers.IsShell(command.Name) && command.Script is { } inner ? FirstOf(inner, isInShell: true)
                : null;
            if (found is null) return null;
            // Options of the shell usually prepare for the next command.
            if (first is null or { Name: "set" or "shopt" }) first = found;
        }

        return first;
    }

    private static bool ChangesShell(ShellCommand command)
    {
        // A substitution runs a program, which may have an effect.
        if (command.Words.Concat(command.Assignments.Select(static assignment => assignment.Value))
            .Any(static word => word.Expansions.Any(static expansion => expansion.Kind != ShellExpansionKind.Parameter)))
        {
            return false;
        }

        return command.Words.IsEmpty || command.Name switch
        {
            "cd" or "pushd" => true,
            // Without an argument, and with -a or -p, these commands print their settings.
            "export" or "unset" or "alias" or "umask" or "ulimit" or "set" or "shopt" =>
                command.Arguments is [{ Text: not ("-a" or "-p") }, ..],
            "source" or "." => command.Arguments is [{ } file] && IsProfile(file.Text),
            _ => false,
        };
    }

    /// <summary>Whether a file only sets up a shell. Any other file may be a script that installs something.</summary>
    private static bool IsProfile(string path) => path[(path.LastIndexOf('/') + 1)..] is ".bashrc" or ".bash_profile" or ".profile"
        or ".zshrc" or "profile" or "bashrc" or "bash.bashrc" or "environment" or "activate" or "deactivate" or "nvm.sh"
        || path.EndsWith(".cargo/env", StringComparison.Ordinal);

    private static (string What, string Remedy) Describe(ShellCommand command)
    {
        // The value may be a secret.
        if (command.Words.IsEmpty) return (command.Assignments[0].Name, $"Use ENV {command.Assignments[0].Name}.");

        var argument = command.Line.Operands is [var operand, ..] ? operand : null;
        var name = argument?.ToAssignment()?.Name ?? argument?.Text;
        return command.Name switch
        {
            "cd" or "pushd" => (
                command.ToString(), name is null || name.StartsWith('~') ? "Use WORKDIR." : $"Write WORKDIR {MessageText.Cut(name)}."),
            "export" => ($"export {name}", $"Use ENV {name}."),
            "ulimit" => (command.ToString(), "Set the limit where the container starts, for example with 'docker run --ulimit'."),
            "set" or "shopt" => (command.ToString(), "Use SHELL, or write the command in the RUN that needs it."),
            "source" or "." => (command.ToString(), "Use ENV, or write the command in the RUN that needs it."),
            "unset" => (command.ToString(), $"Remove the ENV or ARG that sets {name}, or write the command in the RUN that needs it."),
            var program => (argument?.ToAssignment() is null ? command.ToString() : $"{program} {name}",
                "Write the command in the RUN that needs it."),
        };
    }
}
