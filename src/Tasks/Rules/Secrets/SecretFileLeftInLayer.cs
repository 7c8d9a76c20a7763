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

        WrittenFiles? written = null;
        foreach (var run in context.Runs)
        {
            if (context.Image?.Includes(run.Stage) != true) continue;
            foreach (var removed in Removed(run))
            {
                var name = SecretFiles.NameOf(removed.Text);
                if (!SecretFiles.MayHoldSecret(name) || (written ??= WrittenFiles.In(context)).Find(name, run.Instruction) is not { } source) continue;
                context.Report(run.Locate(removed.Span),
                    $"'{removed.Text}' is removed here, but the layer of line {source.StartLine} still holds it, and everyone who has the image can read it. Never let it into a layer: RUN --mount=type=secret,id={name.TrimStart('.')},target={name}.");
            }

            ReportArguments(context, run);
        }
    }

    /// <summary>What an ARG of this stage holds is a part of each RUN's history entry that follows it.</summary>
    private static void ReportArguments(RuleContext context, RunScript run)
    {
        HashSet<string>? reported = null;
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
                    || !SecretNames.IsSecret(expansion.Name, argument.Value) || !(reported ??= new(StringComparer.Ordinal)).Add(expansion.Name)) continue;
                context.Report(run.Locate(expansion.Span),
                    $"RUN uses the secret ARG '{expansion.Name}', whose value then stands in 'docker history'. Mount it for this RUN only: RUN --mount=type=secret,id={expansion.Name},env={expansion.Name}.");
            }
        }
    }

    private static IEnumerable<ShellWord> Removed(RunScript run) =>
        run.Commands.Where(static command => command.Name is "rm" or "shred").SelectMany(static command => command.Line.Operands);

    /// <summary>The files of the image by their names, each with the instruction that put the first of that name there.</summary>
    private sealed class WrittenFiles
    {
        private readonly Dictionary<string, InstructionSyntax> copied = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, InstructionSyntax> written = new(StringComparer.OrdinalIgnoreCase);

        public static WrittenFiles In(RuleContext context)
        {
            var files = new WrittenFiles();
            foreach (var copy in context.Copies)
            {
                if (context.Image!.Includes(copy.Stage))
                {
                    // What is a secret by its name was reported where it is copied.
                    foreach (var (path, _) in copy.Sources)
                        if (!SecretFiles.IsSecret(path)) files.copied.TryAdd(SecretFiles.NameOf(path), copy.Instruction);
                }
            }

            foreach (var run in context.Runs)
                if (context.Image!.Includes(run.Stage)) files.AddWritten(run);
            return files;
        }

        /// <summary>The instruction before the remover that put a file of that name into the image.</summary>
        public InstructionSyntax? Find(string name, InstructionSyntax remover) => Before(copied, name, remover) ?? Before(written, name, remover);

        private static InstructionSyntax? Before(Dictionary<string, InstructionSyntax> files, string name, InstructionSyntax remover) =>
            files.TryGetValue(name, out var source) && source.KeywordSpan.Start < remover.KeywordSpan.Start ? source : null;

        private void AddWritten(RunScript run)
        {
            HashSet<string>? removed = null;
            foreach (var command in run.Commands)
            {
                foreach (var redirection in command.Redirections)
                {
                    if (!redirection.WritesFile) continue;
                    // A file that the same RUN removes again never was in its layer.
                    removed ??= new(Removed(run).Select(static word => SecretFiles.NameOf(word.Text)), StringComparer.OrdinalIgnoreCase);
                    var name = SecretFiles.NameOf(redirection.Target.Text);
                    if (!removed.Contains(name)) written.TryAdd(name, run.Instruction);
                }
            }
        }
    }
}
