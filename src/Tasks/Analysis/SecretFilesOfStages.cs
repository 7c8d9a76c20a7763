using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>
/// The files into which the RUNs of stages write the value of a secret ARG, found by their paths and by their parent folders.
/// </summary>
internal sealed class SecretFilesOfStages
{
    private readonly Dictionary<string, Written> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Stage> _stages = new(StringComparer.OrdinalIgnoreCase);

    public static bool IsSecretArgument(string name, StageState state) =>
        name.Length > 0
        && state.Find(name) is { Instruction.Kind: InstructionKind.Arg } argument
        && SecretNames.IsSecret(name, argument.Value);

    public static SecretFilesOfStages In(FileAnalysis file)
    {
        var files = new SecretFilesOfStages();
        foreach (var stage in file.Model.Stages)
        {
            files._stages[stage.Index.ToString(System.Globalization.CultureInfo.InvariantCulture)] = stage;
            if (stage.Name is { } name) files._stages[name] = stage;
        }

        foreach (var run in file.Runs)
        {
            if (run.Instruction.Onbuild is null) files.Add(run);
        }

        return files;
    }

    /// <summary>A file of a stage at a path or below it that contains a secret; null when no such file exists.</summary>
    /// <param name="from">The stage's name or number.</param>
    /// <param name="path">Absolute.</param>
    public Written? Find(string from, string path) =>
        _stages.TryGetValue(from, out var stage) ? _byPath.GetValueOrDefault($"{stage.Index}:{path}") : null;

    private void Add(RunScript run)
    {
        HashSet<string>? removed = null;
        foreach (var command in run.Commands)
        {
            if (command.Redirections.IsEmpty || SecretOf(command, run.State) is not { } argument) continue;
            foreach (var redirection in command.Redirections)
            {
                if (!redirection.WritesFile
                    || redirection.Target.Value is not { } target
                    || target.StartsWith("/dev/", StringComparison.Ordinal))
                {
                    continue;
                }

                removed ??= [.. run.Commands.Where(static other => other.Name is "rm" or "shred")
                    .SelectMany(static other => other.Line.Operands).Select(static word => SecretFiles.NameOf(word.Text))];
                if (removed.Contains(SecretFiles.NameOf(target))) continue;
                var home = target.StartsWith("~/", StringComparison.Ordinal) ? "/root" + target[1..] : target;
                Add(run.Stage, AbsolutePath.Join(run.State.WorkingDirectory.Value ?? "/", home), argument, run.Instruction.StartLine);
            }
        }
    }

    /// <summary>
    /// Adds a file under its own path and under the paths of its parent folders, up to a depth that no real file exceeds.
    /// </summary>
    private void Add(Stage stage, string path, string argument, int line)
    {
        const int deepest = 32;
        var written = new Written(path, argument, line);
        _byPath.TryAdd($"{stage.Index}:{path}", written);
        var depth = 0;
        for (var slash = path.LastIndexOf('/'); slash >= 0 && depth++ < deepest; slash = slash == 0 ? -1 : path.LastIndexOf('/', slash - 1))
        {
            _byPath.TryAdd($"{stage.Index}:{(slash == 0 ? "/" : path[..slash])}", written);
        }
    }

    private static string? SecretOf(Shell.ShellCommand command, StageState state)
    {
        foreach (var word in command.Words)
        {
            foreach (var expansion in word.Expansions)
            {
                if (IsSecretArgument(expansion.Name, state)) return expansion.Name;
            }
        }

        foreach (var redirection in command.Redirections)
        {
            foreach (var expansion in redirection.HereDocument?.Expansions ?? [])
            {
                if (IsSecretArgument(expansion.Name, state)) return expansion.Name;
            }
        }

        return null;
    }

    /// <param name="Path">Absolute.</param>
    /// <param name="Argument">The ARG.</param>
    /// <param name="Line">Of the RUN.</param>
    internal sealed record Written(string Path, string Argument, int Line);
}
