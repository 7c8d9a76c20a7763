using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>The entry script starts the application beside itself: the shell stays process 1, and passes no signal on.</summary>
internal sealed class EntryScriptWithoutExec : Rule
{
    /// <summary>What no application is: a script that ends in it starts none.</summary>
    private static readonly string[] Helpers =
        [".", ":", "cat", "cd", "chmod", "chown", "cp", "echo", "eval", "exit", "export", "false", "ln", "mkdir", "mv", "printf", "read", "return", "rm", "set", "sleep", "source", "tail", "test", "true", "unset", "["];

    public override RuleDescriptor Descriptor { get; } = new("CG6014", "The entry script runs the application without exec", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image || EntryScript.Of(image, context) is not { Script.IsWellFormed: true } entry) return;

        var mayBeFunction = false;
        foreach (var command in entry.Script.Commands)
        {
            // Who waits, or listens to signals, passes them on by his own hand.
            if (command.Name is "trap" or "wait" || command is { Name: "exec", Words.Length: > 1 }) return;
            // What another file defines is not told, but for Python's environments, which define no more than where to look.
            mayBeFunction |= command.Name is "." or "source" && !(command.Words is [_, var file] && file.Text.EndsWith("/activate", StringComparison.Ordinal));
        }

        if (entry.Script.Body.Pipelines is not [.., { IsNegated: false, Join: ShellJoin.None or ShellJoin.NewLine or ShellJoin.Semicolon, Elements: [ShellCommand { Words.IsEmpty: false } last] }]
            || !IsApplication(last, entry)) return;

        var program = last.Words[0].Text;
        context.Report(entry.Locate(last.Words[0].Span),
            $"The script runs '{program}' and stays in front of it as process 1: it passes no signal on, so the application is killed without having stopped. Write 'exec {(program == "$@" ? "\"$@\"" : program)}'.",
            fix: mayBeFunction && program != "$@" && !program.Contains('/', StringComparison.Ordinal) ? null : [Dockerfile.TextEdit.Insert(entry.Locate(last.Words[0].Span).Start, "exec ")]);
    }

    private static bool IsApplication(ShellCommand command, EntryScript entry)
    {
        if (command.Words[0].Text == "$@") return !entry.Expands;
        if (command.Name is not { } name || Array.IndexOf(Helpers, name) >= 0) return false;

        foreach (var pipeline in entry.Script.Body.Pipelines)
        {
            if (pipeline.Elements is [ShellCompound { Kind: ShellCompoundKind.Function, Words: [var function, ..] }] && function.Is(name)) return false;
        }

        return true;
    }
}
