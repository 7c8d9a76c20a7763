using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// A command continues on the next line without an operator, and that line begins with another command: its words become arguments of the
/// first command.
/// </summary>
internal sealed class ContinuedWithoutOperator : Rule
{
    private static readonly string[] Programs =
        ["addgroup", "adduser", "apk", "apt-get", "bundle", "cargo", "cd", "chgrp", "chmod", "chown", "composer", "cp", "curl", "dnf",
            "dotnet", "git", "go", "groupadd", "ln", "make", "mkdir", "mv", "npm", "pip", "pip3", "pnpm", "rm", "sed", "tar", "touch",
            "unzip", "useradd", "usermod", "wget", "yarn", "yum"];

    /// <summary>Programs with operands that are files, accounts or addresses: the name of a program is hardly one of them.</summary>
    private static readonly string[] OfFiles =
        ["chgrp", "chmod", "chown", "cp", "curl", "groupadd", "ln", "mkdir", "mv", "tar", "touch", "unzip", "useradd", "usermod", "wget"];

    private static readonly string[] Verbs = ["add", "autoremove", "clean", "config", "install", "update", "upgrade", "clone", "remove"];

    public override RuleDescriptor Descriptor { get; } = new("CG7014", "A continued line of RUN lacks '&&'", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of(Programs))
        {
            if (run.Instruction.IsExecForm || command.Inner is not null || Next(run, command, file) is not { } word) continue;

            var name = word.Text;
            findings.Report(run.Locate(word.Span),
                $"'{name}' is an argument of '{command.Name}', because the line before does not end with '&&'. Add '&&' before '{name}'.",
                fix: Edits.Insert(run.Locate(word.Span).Start, "&& "));
        }
    }

    /// <summary>The word that begins a line and is a command by its name and the word after it; null without one.</summary>
    private static ShellWord? Next(RunScript run, ShellCommand command, FileAnalysis file)
    {
        for (var i = 2; i + 1 < command.Words.Length; i++)
        {
            var word = command.Words[i];
            if (word.IsQuoted || Array.IndexOf(Programs, word.Text) < 0 || !BeginsLine(run, command.Words[i - 1], word, file)) continue;

            var after = command.Words[i + 1].Text;
            var isVerb = Array.IndexOf(Verbs, after) >= 0;
            var isFile = command.Install is null
                && (after is ['-' or '/', ..] || word.Is(command.Name!)
                    || (Array.IndexOf(OfFiles, command.Name) >= 0 && !BeginsLine(run, word, command.Words[i + 1], file)));
            if (isVerb || isFile) return word;
        }

        return null;
    }

    private static bool BeginsLine(RunScript run, ShellWord before, ShellWord word, FileAnalysis file)
    {
        var (end, start) = (run.Locate(before.Span).End, run.Locate(word.Span).Start);
        return end < start && start <= file.Source.Length && file.Source.Text.AsSpan(end, start - end).Contains('\n');
    }
}
