using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// A secret stays in the image although the file tries to avoid that: a file that a later layer deletes, or an ARG that a RUN uses.
/// </summary>
internal sealed class SecretFileLeftInLayer : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG4005", "A secret stays in an image layer or in docker history", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var copy in file.Copies)
        {
            if (file.Image?.Includes(copy.Stage) != true) continue;
            foreach (var (path, span) in copy.Sources)
            {
                // CG4004 reports a file that exists in the context.
                if (!SecretFiles.IsSecret(path) || file.Facts.Context?.SensitiveFiles.Any(sensitive => sensitive.Path == path) == true)
                {
                    continue;
                }

                findings.Report(span,
                    $"{copy.Instruction.Kind.ToKeyword()} stores the secret '{path}' in a layer. "
                        + $"Use RUN --mount=type=secret,id={SecretFiles.NameOf(path).TrimStart('.')}, or RUN --mount=type=ssh for git.");
            }
        }

        WrittenFiles? written = null;
        foreach (var run in file.Runs)
        {
            if (file.Image?.Includes(run.Stage) != true) continue;
            foreach (var removed in Removed(run))
            {
                var name = SecretFiles.NameOf(removed.Text);
                if (!SecretFiles.MayHoldSecret(name) || (written ??= WrittenFiles.In(file)).Find(name, run.Instruction) is not { } source)
                {
                    continue;
                }

                findings.Report(run.Locate(removed.Span),
                    $"'{removed.Text}' is removed here, but the layer of line {source.StartLine} still contains it. "
                        + $"Use RUN --mount=type=secret,id={name.TrimStart('.')},target={name}.");
            }

            ReportArguments(findings, run);
        }
    }

    /// <summary>The history entry of a RUN contains the values of the ARGs before it.</summary>
    private static void ReportArguments(Findings findings, RunScript run)
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
                    || !SecretNames.IsSecret(expansion.Name, argument.Value)
                    || !(reported ??= new(StringComparer.Ordinal)).Add(expansion.Name))
                {
                    continue;
                }

                findings.Report(run.Locate(expansion.Span),
                    $"'docker history' shows the value of ARG '{expansion.Name}', which RUN uses. "
                        + $"Use RUN --mount=type=secret,id={expansion.Name},env={expansion.Name}.");
            }
        }
    }

    private static IEnumerable<ShellWord> Removed(RunScript run) =>
        run.Commands.Where(static command => command.Name is "rm" or "shred").SelectMany(static command => command.Line.Operands);

    /// <summary>The files of the image by their names, each with the first instruction that adds a file of that name.</summary>
    private sealed class WrittenFiles
    {
        private readonly Dictionary<string, InstructionSyntax> _copied = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, InstructionSyntax> _written = new(StringComparer.OrdinalIgnoreCase);

        public static WrittenFiles In(FileAnalysis file)
        {
            var files = new WrittenFiles();
            foreach (var copy in file.Copies)
            {
                if (file.Image!.Includes(copy.Stage))
                {
                    // A file that is a secret by its name is reported at its COPY.
                    foreach (var (path, _) in copy.Sources)
                    {
                        if (!SecretFiles.IsSecret(path)) files._copied.TryAdd(SecretFiles.NameOf(path), copy.Instruction);
                    }
                }
            }

            foreach (var run in file.Runs)
            {
                if (file.Image!.Includes(run.Stage)) files.AddWritten(run);
            }

            return files;
        }

        /// <summary>The instruction before the remover that adds a file of that name to the image.</summary>
        public InstructionSyntax? Find(string name, InstructionSyntax remover) =>
            Before(_copied, name, remover) ?? Before(_written, name, remover);

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
                    // A file that the same RUN removes again is not in its layer.
                    removed ??= new(Removed(run).Select(static word => SecretFiles.NameOf(word.Text)), StringComparer.OrdinalIgnoreCase);
                    var name = SecretFiles.NameOf(redirection.Target.Text);
                    if (!removed.Contains(name)) _written.TryAdd(name, run.Instruction);
                }
            }
        }
    }
}
