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

    private static readonly string[] Undoing =
        ["delete", "logout", "remove", "rm", "unset", "--unset", "--unset-all", "--remove-section"];

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
            AddVariables(command);
            if (command.Words.IsEmpty || WrittenBy(command) is not { } target || removed.Contains(SecretFiles.NameOf(target))
                || target.StartsWith("/dev/", StringComparison.Ordinal) || run.IsMounted(target))
            {
                continue;
            }

            findings.Report(run.Locate(command.Words[0].Span),
                $"This command copies the secret to '{MessageText.Cut(target)}', which stays in the layer. "
                    + "Read the secret from the mount, or remove the file in this RUN.");
            return;
        }

        // T=$(cat /run/secrets/token), export T="$TOKEN"
        void AddVariables(ShellCommand command)
        {
            var assigned = command.Name is "export" or "declare" or "local"
                ? command.Arguments.Select(static word => word.ToAssignment()).OfType<ShellAssignment>()
                : command.Assignments;
            foreach (var assignment in assigned)
            {
                if (Reads(assignment.Value) && !variables.Contains(assignment.Name)) variables.Add(assignment.Name);
            }
        }

        bool Reads(ShellWord word) =>
            paths.Exists(path => word.Text.Contains(path, StringComparison.Ordinal)) || AreRead(word.Expansions);

        bool AreRead(IEnumerable<ShellExpansion> expansions) => expansions.Any(expansion => variables.Contains(expansion.Name));

        bool TakesSecret(ShellCommand command) =>
            command.Arguments.Any(Reads)
            || (command.Name == "envsubst" && variables.Count > 0)
            || command.Redirections.Any(redirection => redirection.HereDocument is { } text
                ? AreRead(text.Expansions)
                : redirection.Operator is "<" or "<<<" && Reads(redirection.Target));

        // The file into which a command that reads the secret writes it; null for another command.
        string? WrittenBy(ShellCommand command)
        {
            // The value of an option, such as a mode, may stand before the source.
            if (Array.IndexOf(Copiers, command.Name) >= 0 && command.Line.Operands is [.. var sources, var last])
            {
                return !sources.Any(Reads) ? null : command.Name == "dd" && last.Text.StartsWith("of=", StringComparison.Ordinal)
                    ? last.Text["of=".Length..]
                    : last.Text;
            }

            if (!TakesSecret(command)) return null;
            if (StoreOf(command) is { } store) return IsUndone(command.Name!) ? null : store;
            if (command is { Name: "tar" or "zip", Words: [_, _, var archive, ..] }) return Reads(archive) ? null : archive.Text;
            if (Array.IndexOf(Filters, command.Name) < 0) return null;
            if (command is { Name: "sed", Line.Operands: [.., var edited] } && HasInPlace(command)) return edited.Text;
            return OutputOf(command) ?? (command.Outermost.Pipeline.Elements is [.., ShellCommand end] && end != command
                ? Array.IndexOf(Filters, end.Name) >= 0 ? OutputOf(end) : StoreOf(end)
                : null);
        }

        bool IsUndone(string program) => run.Commands.Any(command => command.Name == program
            && command.Arguments.Any(static word => Array.IndexOf(Undoing, word.Text) >= 0));
    }

    private static bool HasInPlace(ShellCommand sed) => sed.Arguments.Any(static word =>
        word.Text.StartsWith("-i", StringComparison.Ordinal) || word.Text.StartsWith("--in-place", StringComparison.Ordinal));

    /// <summary>
    /// The file in which a program keeps a credential that a sub-command gets, by the program's documentation; null for another command.
    /// </summary>
    private static string? StoreOf(ShellCommand command)
    {
        bool Has(string word) => command.Arguments.Any(argument => argument.Is(word));
        return command.Name switch
        {
            "npm" or "pnpm" when Has("config") || Has("set") => "~/.npmrc",
            "yarn" when Has("config") => "~/.yarnrc.yml",
            "git" when Has("config") => "~/.gitconfig",
            "pip" or "pip3" when Has("config") => "~/.config/pip/pip.conf",
            "poetry" when Has("config") => "~/.config/pypoetry/auth.toml",
            "composer" when Has("config") => "auth.json",
            "bundle" when Has("config") => "~/.bundle/config",
            "dotnet" when Has("nuget") && Has("source") => command.Line.ValueOf("--configfile") ?? "~/.nuget/NuGet/NuGet.Config",
            "nuget" when Has("sources") || Has("setapikey") => "~/.nuget/NuGet/NuGet.Config",
            "docker" or "podman" or "buildah" or "oras" or "crane" when Has("login") => "~/.docker/config.json",
            "helm" when Has("login") => "~/.config/helm/registry/config.json",
            "cargo" when Has("login") => "~/.cargo/credentials.toml",
            "aws" when Has("configure") => "~/.aws/credentials",
            "gh" when Has("login") => "~/.config/gh/hosts.yml",
            "gcloud" when Has("activate-service-account") => "~/.config/gcloud/credentials.db",
            _ => null,
        };
    }

    private static string? OutputOf(ShellCommand command) =>
        command.Redirections.FirstOrDefault(static redirection => redirection.TakesOutput)?.Target.Text
        ?? (command is { Name: "tee", Line.Operands: [var file, ..] } ? file.Text : null);
}
