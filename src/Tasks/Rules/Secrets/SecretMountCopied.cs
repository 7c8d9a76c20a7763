using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A RUN writes the content of its secret mount to a file that stays in the layer.</summary>
internal sealed class SecretMountCopied : Rule
{
    private static readonly string[] Copiers = ["cp", "install", "mv", "dd", "rsync"];

    /// <summary>Commands whose output contains their input, or a part of it.</summary>
    private static readonly string[] Filters =
    [
        "cat", "echo", "printf", "envsubst", "sed", "base64", "tee", "tr", "head", "tail", "cut", "awk", "jq", "sort", "xxd", "tac",
    ];

    private static readonly string[] Settings = ["npm", "yarn", "pnpm", "git", "pip", "pip3", "poetry", "composer", "bundle"];

    public override RuleDescriptor Descriptor { get; } = new("CG4015", "A secret mount is copied into a layer", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var run in file.Runs)
        {
            List<string>? paths = null;
            List<string>? variables = null;
            foreach (var mount in run.Instruction.Mounts)
            {
                if (mount.Type != "secret") continue;
                var (target, variable) = (mount.Find("target", "dst", "destination")?.Value, mount.Find("env")?.Value);
                var id = mount.Find("id")?.Value ?? SecretFiles.NameOf(target ?? "");
                if (target is { Length: > 0 } || variable is null) (paths ??= []).Add(target ?? $"/run/secrets/{id}");
                if (variable is { Length: > 0 }) (variables ??= []).Add(variable);
            }

            if ((paths ?? variables) is not null) Check(run, paths ?? [], variables ?? [], findings);
        }
    }

    private static void Check(RunScript run, List<string> paths, List<string> variables, Findings findings)
    {
        HashSet<string> removed = [.. run.Commands.Where(static command => command.Name is "rm" or "shred")
            .SelectMany(static command => command.Line.Operands).Select(static word => SecretFiles.NameOf(word.Text))];
        foreach (var command in run.Commands)
        {
            if (command.Words.IsEmpty || WrittenBy(command, Reads) is not { } target || removed.Contains(SecretFiles.NameOf(target))
                || target.StartsWith("/dev/", StringComparison.Ordinal) || run.IsMounted(target))
            {
                continue;
            }

            findings.Report(run.Locate(command.Words[0].Span),
                $"This command copies the secret to '{MessageText.Cut(target)}', which stays in the layer. "
                    + "Read the secret from the mount, or remove the file in this RUN.");
            return;
        }

        bool Reads(ShellWord word) =>
            paths.Exists(path => word.Text.Contains(path, StringComparison.Ordinal))
            || word.Expansions.Any(expansion => variables.Contains(expansion.Name));
    }

    /// <summary>The file into which a command that reads the secret writes it; null for another command.</summary>
    private static string? WrittenBy(ShellCommand command, Func<ShellWord, bool> reads)
    {
        // The value of an option, such as a mode, may stand before the source.
        if (Array.IndexOf(Copiers, command.Name) >= 0 && command.Line.Operands is [.. var sources, var target])
        {
            return sources.Any(reads) ? target.Text : null;
        }

        if (Array.IndexOf(Filters, command.Name) >= 0
            && (command.Arguments.Any(reads)
                || command.Redirections.Any(redirection => redirection.Operator == "<" && reads(redirection.Target))))
        {
            return OutputOf(command) ?? (command.Outermost.Pipeline.Elements is [.., ShellCommand last] && last != command
                && Array.IndexOf(Filters, last.Name) >= 0 ? OutputOf(last) : null);
        }

        // The settings of a package manager are a file in the home directory.
        return Array.IndexOf(Settings, command.Name) >= 0
            && command.Arguments.Any(static word => word.Text == "config") && command.Arguments.Any(reads)
                ? command.Name switch { "npm" or "pnpm" => "~/.npmrc", "yarn" => "~/.yarnrc.yml", "git" => "~/.gitconfig", _ => "pip.conf" }
                : null;
    }

    private static string? OutputOf(ShellCommand command) =>
        command.Redirections.FirstOrDefault(static redirection => redirection.TakesOutput)?.Target.Text
        ?? (command is { Name: "tee", Line.Operands: [var file, ..] } ? file.Text : null);
}
