using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>The entrypoint script starts the application as a child: the shell stays PID 1, and does not forward signals.</summary>
internal sealed class EntryScriptWithoutExec : Rule
{
    /// <summary>Commands that are not an application: a script that ends with one of them does not start an application.</summary>
    private static readonly string[] Helpers =
        [".", ":", "cat", "cd", "chmod", "chown", "cp", "echo", "eval", "exit", "export", "false", "ln", "mkdir", "mv", "printf", "read",
            "return", "rm", "set", "sleep", "source", "tail", "test", "true", "unset", "["];

    public override RuleDescriptor Descriptor { get; } =
        new("CG6014", "The entrypoint script starts the application without exec", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || EntryScript.Of(image, file) is not { Script.IsWellFormed: true } entry) return;

        var mayBeFunction = false;
        foreach (var command in entry.Script.Commands)
        {
            // A script that waits, or traps signals, forwards them itself.
            if (command.Name is "trap" or "wait" || command is { Name: "exec", Words.Length: > 1 }) return;
            // A sourced file may define functions. The activate script of a Python environment only changes the PATH.
            mayBeFunction |= command.Name is "." or "source"
                && !(command.Words is [_, var script] && script.Text.EndsWith("/activate", StringComparison.Ordinal));
        }

        if (entry.Script.Body.Pipelines is not [.., { IsNegated: false, Join: ShellJoin.None or ShellJoin.NewLine
            or ShellJoin.Semicolon, Elements: [ShellCommand { Words.IsEmpty: false } last] }]
            || !IsApplication(last, entry))
        {
            return;
        }

        var program = last.Words[0].Text;
        var quoted = MessageText.Cut(program);
        var message =
            $"The script starts '{quoted}' without exec, so signals do not reach it. Write 'exec {(program == "$@" ? "\"$@\"" : quoted)}'.";
        if (entry.File is { } own)
        {
            findings.ReportIn(own, entry.Locate(last.Words[0].Span), message);
            return;
        }

        findings.Report(entry.Locate(last.Words[0].Span), message,
            fix: mayBeFunction && program != "$@" && !program.Contains('/', StringComparison.Ordinal)
                ? null
                : Edits.Insert(entry.Locate(last.Words[0].Span).Start, "exec "));
    }

    private static bool IsApplication(ShellCommand command, EntryScript entry)
    {
        if (command.Words[0].Text == "$@") return !entry.Expands;
        if (command.Name is not { } name || Array.IndexOf(Helpers, name) >= 0) return false;

        foreach (var pipeline in entry.Script.Body.Pipelines)
        {
            if (pipeline.Elements is [ShellCompound { Kind: ShellCompoundKind.Function, Words: [var function, ..] }] && function.Is(name))
            {
                return false;
            }
        }

        return true;
    }
}
