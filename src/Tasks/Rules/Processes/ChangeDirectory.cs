using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>A RUN goes to a folder by cd. Where that is a step in a longer script it is well, hence no more than an opinion.</summary>
internal sealed class ChangeDirectory : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6011", "RUN changes the folder by cd", Severity.Message)
    {
        Aliases = ["hadolint:DL3003", "trivy:DS-0013", "kics:RUN Instruction Using 'cd' Instead of WORKDIR"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        RunScript? last = null;
        foreach (var (run, _) in context.Commands.Of("cd"))
        {
            // The first of a RUN stands for all.
            if (run == last) continue;
            last = run;

            if (FirstOf(run, out var isFirst) is not { } first || IsOnlyKnownHere(run, first)) continue; // Another cd then leads back.

            var folder = first.Line.Operands is [var operand, ..] ? operand.Text : "~";
            context.Report(run.Locate(first.Words[0].Span),
                $"'cd {folder}' holds until this RUN ends, and the next instruction starts somewhere else. {Remedy(run, first, folder, isFirst)}");
        }
    }

    /// <summary>The first cd of a RUN; null where it is in another user's login, which begins in the home of that user, wherever WORKDIR is.</summary>
    private static ShellCommand? FirstOf(RunScript run, out bool isFirst)
    {
        isFirst = true;
        ShellWord? login = null;
        foreach (var command in run.Commands)
        {
            if (command.Name == "cd") return login?.Span.Contains(command.Span.Start) == true ? null : command;
            if (IsLogin(command)) login = command.ScriptWord;
            isFirst &= command.Words.IsEmpty || command.Name is "set" or "mkdir" or "export" or "su" or "sudo" || CommandWrappers.IsShell(command.Name);
        }

        return null;
    }

    private static string Remedy(RunScript run, ShellCommand command, string folder, bool isFirst)
    {
        // WORKDIR knows ARG and ENV, and no home.
        var isKnown = !folder.StartsWith('~') && (command.Line.Operands is not [var operand, ..] || operand.Expansions.All(expansion => run.State.Find(expansion.Name) is not null));
        var workdir = isKnown ? $"WORKDIR {folder}" : "WORKDIR with the folder's path";
        return isFirst
            ? $"Write {workdir} before it, which lasts, and makes the folder if it is missing."
            : $"As a step of a script it is well; where the rest can be a RUN of its own, end this one before it, and write {workdir} there, which lasts.";
    }

    private static bool IsLogin(ShellCommand command) => command.Name == "su" && command.Arguments.Any(static word => word.Text is "-" or "-l" or "--login" or "-lc");

    /// <summary>Whether the folder is nothing that WORKDIR could name, because the script finds it or makes it up.</summary>
    private static bool IsOnlyKnownHere(RunScript run, ShellCommand command) =>
        command.Arguments.Any(word => word.Is("-") || word.Expansions.Any(expansion =>
            expansion.Kind != ShellExpansionKind.Parameter || run.AssignedTo(expansion.Name, command) is not null || IsOfLoop(expansion.Name, run)));

    /// <summary>Nothing sets it, and it is no variable of the environment by its name.</summary>
    private static bool IsOfLoop(string name, RunScript run) => run.State.Find(name) is null && name.Any(char.IsAsciiLetterLower);
}
