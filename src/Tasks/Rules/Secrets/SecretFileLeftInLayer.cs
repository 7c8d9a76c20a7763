using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A secret that was meant to be gone is still there: a file that a later layer deletes, an ARG that RUN's text uses.</summary>
internal sealed class SecretFileLeftInLayer : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG4005", "A secret stays in a layer or in the history of the image", Severity.Warning);

    public override void Check(RuleContext context)
    {
        foreach (var copy in context.Copies)
        {
            if (context.Image?.Includes(copy.Stage) != true) continue;
            foreach (var (path, span) in copy.Sources)
            {
                if (!SecretFiles.IsSecret(path)) continue;
                context.Report(span,
                    $"'{path}' holds a secret by its name, and {copy.Instruction.Kind.ToKeyword()} puts it into a layer, which keeps it even when a later one deletes it. Mount it for the RUN that needs it: RUN --mount=type=secret,id={SecretFiles.NameOf(path).TrimStart('.')}, or RUN --mount=type=ssh for git.");
            }
        }

        foreach (var run in context.Runs)
        {
            if (context.Image?.Includes(run.Stage) != true) continue;
            foreach (var command in run.Commands)
            {
                if (command.Name is not ("rm" or "shred")) continue;
                foreach (var operand in command.Line.Operands)
                {
                    var name = SecretFiles.NameOf(operand.Text);
                    if (SecretFiles.MayHoldSecret(name) && FindSource(context, run, name) is { } source)
                    {
                        context.Report(run.Locate(operand.Span),
                            $"'{operand.Text}' is removed here, but the layer of line {context.Source.GetLine(source.Start)} still holds it, and everyone who has the image can read it. Never let it into a layer: RUN --mount=type=secret,id={name.TrimStart('.')},target={name}.");
                    }
                }
            }

            ReportArguments(context, run);
        }
    }

    /// <summary>What an ARG of this stage holds is a part of each RUN's history entry that follows it.</summary>
    private static void ReportArguments(RuleContext context, RunScript run)
    {
        HashSet<string> reported = [];
        foreach (var command in run.Commands)
        {
            foreach (var word in command.Words) ReportIn(word);
            foreach (var assignment in command.Assignments) ReportIn(assignment.Value);
        }

        void ReportIn(ShellWord word)
        {
            foreach (var expansion in word.Expansions)
            {
                if (expansion.Kind != ShellExpansionKind.Parameter
                    || run.State.Find(expansion.Name) is not { Instruction.Kind: InstructionKind.Arg } argument
                    || !SecretNames.IsSecret(expansion.Name, argument.Value) || !reported.Add(expansion.Name)) continue;
                context.Report(run.Locate(expansion.Span),
                    $"RUN uses the secret ARG '{expansion.Name}', whose value then stands in 'docker history'. Mount it for this RUN only: RUN --mount=type=secret,id={expansion.Name},env={expansion.Name}.");
            }
        }
    }

    /// <summary>The instruction before the RUN, in this stage or one it continues, that put a file of that name there.</summary>
    private static TextSpan? FindSource(RuleContext context, RunScript remover, string name)
    {
        foreach (var copy in context.Copies)
        {
            if (context.Image!.Includes(copy.Stage) && IsBefore(copy.Instruction, remover) && copy.Sources.Any(source => HasName(source.Text, name)) && !SecretFiles.IsSecret(name)) return copy.Instruction.Span;
        }

        foreach (var run in context.Runs)
        {
            if (!context.Image!.Includes(run.Stage) || !IsBefore(run.Instruction, remover)) continue;
            var removes = run.Commands.Any(command => command.Name is "rm" or "shred" && command.Line.Operands.Any(operand => HasName(operand.Text, name)));
            if (!removes && run.Commands.Any(command => command.Redirections.Any(redirection => redirection.WritesFile && HasName(redirection.Target.Text, name)))) return run.Instruction.Span;
        }

        return null;
    }

    private static bool IsBefore(InstructionSyntax instruction, RunScript run) => instruction.KeywordSpan.Start < run.Instruction.KeywordSpan.Start;

    private static bool HasName(string path, string name) => SecretFiles.NameOf(path).Equals(name, StringComparison.OrdinalIgnoreCase);
}
