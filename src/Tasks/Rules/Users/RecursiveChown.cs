using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>Files are copied as root, and a RUN gives them to a user: every one of them is stored a second time, in that RUN's layer.</summary>
internal sealed class RecursiveChown : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3004", "RUN chown -R changes what COPY --chown would have copied", Severity.Warning);

    public override void Check(RuleContext context)
    {
        CopiedFiles? copied = null;
        foreach (var run in context.Runs)
        {
            PathTree? made = null;
            foreach (var command in run.Commands)
            {
                if (command.Name != "chown" || !command.Line.Has("-R", "--recursive") || command.Line.Operands is not [var owner, .. var paths]
                    || IsRoot(owner.Text)) continue;
                foreach (var path in command.Line.Has("--reference") ? command.Line.Operands : paths)
                {
                    if (copied?.Stage != run.Stage) copied = CopiedFiles.In(run.Stage);
                    if (Absolute(path, run) is not { } changed || copied.Find(changed, run.Instruction, made ??= Made(run)) is not { } copy) continue;

                    var keyword = copy.Kind.ToKeyword();
                    context.Report(run.Locate(command.Span),
                        $"'chown -R' changes files that {keyword} put there in line {copy.StartLine}: the layer holds each of them once more. Give them to their owner right away: {keyword} --chown={owner.Text}.");
                    break;
                }
            }
        }
    }

    /// <summary>What a path of a command is, where the file tells.</summary>
    private static string[]? Absolute(ShellWord operand, RunScript run)
    {
        var expansion = WordExpander.Expand(operand.Text, '\\', run.State);
        return expansion is { IsKnown: true, Error: null, Text.Length: > 0 } ? Absolute(expansion.Text, run.State) : null;
    }

    /// <summary>The folders down to it; where the base image decides on the first, from a root of its own.</summary>
    private static string[] Absolute(string path, StageState state)
    {
        List<string> parts = [];
        foreach (var part in (path.StartsWith('/') ? path : $"{state.WorkingDirectory.Value ?? "/~"}/{path}").Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".." or "*")) parts.Add(part);
        }

        return [.. parts];
    }

    /// <summary>COPY gives files to root unless told otherwise.</summary>
    private static bool IsRoot(string owner) => owner.Split(':', '.')[0] is "root" or "0";

    /// <summary>The folders that the script makes: what it changes in them is not what was copied.</summary>
    private static PathTree Made(RunScript run)
    {
        var made = new PathTree();
        foreach (var command in run.Commands)
        {
            if (command.Name != "mkdir") continue;
            foreach (var folder in command.Line.Operands) made.Add(Absolute(folder.Text, run.State), run.Instruction);
        }

        return made;
    }

    /// <summary>What each COPY and ADD of a stage puts where, when it names no owner.</summary>
    private sealed class CopiedFiles(Stage stage)
    {
        private readonly PathTree targets = new();

        public Stage Stage { get; } = stage;

        public static CopiedFiles In(Stage stage)
        {
            var files = new CopiedFiles(stage);
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)
                    || instruction.FindFlag("chown") is not null || instruction.Destination is not { } destination) continue;

                var state = stage.StateBefore(instruction);
                var target = state.Expand(destination, stage.From.Root.EscapeCharacter);
                if (target is { IsKnown: true, Error: null }) files.targets.Add(Absolute(target.Text, state), instruction);
            }

            return files;
        }

        /// <summary>The first instruction before the RUN whose target holds the path, or lies at or below it.</summary>
        public InstructionSyntax? Find(string[] changed, InstructionSyntax run, PathTree made)
        {
            var below = targets.FirstBelow(changed);
            var above = made.FirstBelow(changed) is null ? targets.FirstAbove(changed) : null;
            var first = below is null || above?.KeywordSpan.Start < below.KeywordSpan.Start ? above : below;
            return first?.KeywordSpan.Start < run.KeywordSpan.Start ? first : null;
        }
    }
}
