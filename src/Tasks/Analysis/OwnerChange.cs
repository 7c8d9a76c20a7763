using System.Collections.Immutable;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>A <c>chown -R</c> in a RUN that changes files which a COPY or ADD of its stage added without <c>--chown</c>.</summary>
/// <param name="Run">The RUN.</param>
/// <param name="Command">The chown.</param>
/// <param name="Owner">The new owner, as written.</param>
/// <param name="Path">The parts of the path that it changes.</param>
/// <param name="Copy">The first COPY or ADD that added files there; preferably one that adds more than small text files.</param>
/// <param name="IsOfSmallFiles">Whether all added files are small text files, by their names: the chown is then for other files in the
/// folder.</param>
internal sealed record OwnerChange(
    RunScript Run, ShellCommand Command, string Owner, string[] Path, InstructionSyntax Copy, bool IsOfSmallFiles)
{
    /// <summary>The changes of all stages, in source order; one for each command.</summary>
    public static ImmutableArray<OwnerChange> In(CommandIndex commands)
    {
        List<OwnerChange>? changes = null;
        CopiedFiles? copied = null;
        (RunScript Run, PathTree Folders)? made = null;
        foreach (var (run, command) in commands.Of("chown"))
        {
            if (!command.Line.Has("-R", "--recursive") || command.Line.Operands is not [var owner, .. var paths] || IsRoot(owner.Text))
            {
                continue;
            }

            if (made?.Run != run) made = (run, Made(run));
            if (copied?.Stage != run.Stage) copied = CopiedFiles.In(run.Stage);
            foreach (var path in command.Line.Has("--reference") ? command.Line.Operands : paths)
            {
                if (Absolute(path, run) is not { } changed
                    || copied.Find(changed, run.Instruction, made.Value.Folders, out var isSmall) is not { } copy)
                {
                    continue;
                }

                (changes ??= []).Add(new OwnerChange(run, command, owner.Text, changed, copy, isSmall));
                break;
            }
        }

        return changes is null ? [] : [.. changes];
    }

    /// <summary>The parts of a path on a command line; null where the file does not tell its value.</summary>
    private static string[]? Absolute(ShellWord operand, RunScript run)
    {
        var expansion = WordExpander.Expand(operand.Text, '\\', run.State);
        return expansion is { IsKnown: true, Error: null, Text.Length: > 0 } ? Absolute(expansion.Text, run.State) : null;
    }

    /// <summary>The parts of a path. A relative path whose working directory the base image decides gets a separate root.</summary>
    public static string[] Absolute(string path, StageState state)
    {
        List<string> parts = [];
        foreach (var part in (path.StartsWith('/') ? path : $"{state.WorkingDirectory.Value ?? "/~"}/{path}").Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "." or ".." or "*")) parts.Add(part);
        }

        return [.. parts];
    }

    /// <summary>COPY makes root the owner by default.</summary>
    private static bool IsRoot(string owner) => owner.Split(':', '.')[0] is "root" or "0";

    /// <summary>The folders that the script creates: it does not change copied files in them.</summary>
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

    /// <summary>The destinations of each COPY and ADD of a stage without <c>--chown</c>.</summary>
    private sealed class CopiedFiles(Stage stage)
    {
        /// <summary>Endings of the names of small text files: settings, lists of packages, scripts.</summary>
        private static readonly string[] SmallEndings =
        [
            ".conf", ".cfg", ".cnf", ".ini", ".json", ".yaml", ".yml", ".toml", ".xml", ".properties", ".env", ".lock", ".txt", ".repo",
            ".list", ".pub", ".pem", ".crt", ".key", ".sh",
            ".npmrc", ".yarnrc", ".bowerrc", ".bashrc", "Gemfile", "Pipfile", "Makefile", "authorized_keys",
        ];

        private readonly PathTree _targets = new();
        private readonly PathTree _small = new();

        public Stage Stage { get; } = stage;

        public static CopiedFiles In(Stage stage)
        {
            var files = new CopiedFiles(stage);
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)
                    || instruction.FindFlag("chown") is not null || instruction.Destination is not { } destination)
                {
                    continue;
                }

                var state = stage.StateBefore(instruction);
                var target = state.Expand(destination, stage.From.Root.EscapeCharacter);
                if (target is not { IsKnown: true, Error: null }) continue;

                var tree = instruction.Sources.All(static source => IsSmall(source.Value)) ? files._small : files._targets;
                foreach (var source in instruction.Sources)
                {
                    // The files of a folder or of an archive are added to the target itself.
                    var isBelow = target.Text.EndsWith('/') && IsFile(source.Value) && !ArchiveName.IsOne(source.Value);
                    tree.Add(Absolute(isBelow ? target.Text + SecretFiles.NameOf(source.Value) : target.Text, state), instruction);
                }
            }

            return files;
        }

        /// <summary>The first instruction before the RUN whose target contains the path, or is at or below it.</summary>
        public InstructionSyntax? Find(string[] changed, InstructionSyntax run, PathTree made, out bool isSmall)
        {
            var found = Find(_targets, changed, run, made);
            isSmall = found is null;
            return found ?? Find(_small, changed, run, made);
        }

        private static InstructionSyntax? Find(PathTree targets, string[] changed, InstructionSyntax run, PathTree made)
        {
            var below = targets.FirstBelow(changed);
            var above = made.FirstBelow(changed) is null ? targets.FirstAbove(changed) : null;
            var first = below is null || above?.KeywordSpan.Start < below.KeywordSpan.Start ? above : below;
            return first?.KeywordSpan.Start < run.KeywordSpan.Start ? first : null;
        }

        private static bool IsSmall(string source) =>
            Array.Exists(SmallEndings, ending => source.EndsWith(ending, StringComparison.Ordinal));

        /// <summary>Whether a source is a file, by the dot in its name.</summary>
        private static bool IsFile(string source) => SecretFiles.NameOf(source) is not ".." and var name && name.LastIndexOf('.') > 0;
    }
}
