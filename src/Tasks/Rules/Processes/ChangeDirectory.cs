using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>A RUN uses cd where WORKDIR would do. As a step in a longer script, cd is fine, so only level <c>all</c> reports it.</summary>
internal sealed class ChangeDirectory : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6011", "RUN uses cd instead of WORKDIR", Severity.Message)
    {
        Aliases = ["hadolint:DL3003", "trivy:DS-0013", "kics:RUN Instruction Using 'cd' Instead of WORKDIR"],
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        RunScript? last = null;
        foreach (var (run, _) in file.Commands.Of("cd"))
        {
            // One finding for each RUN, at its first cd.
            if (run == last) continue;
            last = run;

            // A later cd then leaves that folder again.
            if (FirstOf(run, out var isFirst) is not { } first || IsOnlyKnownHere(run, first)) continue;

            var folder = first.Line.Operands is [var operand, ..] ? operand.Text : "~";
            findings.Report(run.Locate(first.Words[0].Span),
                $"'cd {MessageText.Cut(folder)}' lasts only until this RUN ends. {Remedy(run, first, folder, isFirst)}");
        }
    }

    /// <summary>
    /// The first cd of a RUN; null in the login shell of another user, which starts in that user's home directory and ignores WORKDIR.
    /// </summary>
    private static ShellCommand? FirstOf(RunScript run, out bool isFirst)
    {
        isFirst = true;
        ShellWord? login = null;
        foreach (var command in run.Commands)
        {
            if (command.Name == "cd") return login?.Span.Contains(command.Span.Start) == true ? null : command;
            if (IsLogin(command)) login = command.ScriptWord;
            isFirst &= command.Words.IsEmpty
                || command.Name is "set" or "mkdir" or "export" or "su" or "sudo"
                || CommandWrappers.IsShell(command.Name);
        }

        return null;
    }

    private static string Remedy(RunScript run, ShellCommand command, string folder, bool isFirst)
    {
        // WORKDIR expands variables of ARG and ENV, but not the home directory.
        var isKnown = !folder.StartsWith('~') && (command.Line.Operands is not [var operand, ..]
            || operand.Expansions.All(expansion => run.State.Find(expansion.Name) is not null));
        var workdir = isKnown ? $"WORKDIR {MessageText.Cut(folder)}" : "WORKDIR with the path of the folder";
        return isFirst
            ? $"Write {workdir} before this RUN."
            : $"If the commands after it can be a separate RUN, write {workdir} before that RUN.";
    }

    private static bool IsLogin(ShellCommand command) =>
        command.Name == "su" && command.Arguments.Any(static word => word.Text is "-" or "-l" or "--login" or "-lc");

    /// <summary>Whether WORKDIR cannot name the folder, because the script determines it at run time.</summary>
    private static bool IsOnlyKnownHere(RunScript run, ShellCommand command) =>
        command.Arguments.Any(word => word.Is("-") || word.Expansions.Any(expansion =>
            expansion.Kind != ShellExpansionKind.Parameter
            || run.AssignedTo(expansion.Name, command) is not null
            || IsOfLoop(expansion.Name, run)));

    /// <summary>
    /// Whether nothing sets the variable, and its name is not in upper case as those of environment variables are: a loop variable.
    /// </summary>
    private static bool IsOfLoop(string name, RunScript run) => run.State.Find(name) is null && name.Any(char.IsAsciiLetterLower);
}
