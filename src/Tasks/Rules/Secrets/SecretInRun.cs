using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A RUN sets a variable whose name says that it contains a secret, and the file contains its value.</summary>
internal sealed class SecretInRun : Rule
{
    /// <summary>Characters of variables, placeholders and expressions.</summary>
    private static readonly Characters NotInSecrets = Characters.Of("$`({<*%");

    /// <summary>The ends of lines in the text of echo and printf.</summary>
    private static readonly string[] LineEnds = ["\n", "\\n", "\\r", " "];

    /// <summary>Steps of Rails, Django and other frameworks that load all settings, and need a value for each.</summary>
    private static readonly string[] AssetBuilds =
        ["assets:precompile", "assets:clean", "webpacker:compile", "shakapacker:compile", "vite:build", "collectstatic", "compilemessages",
            "compress", "compilescss", "asset-map:compile", "assets:install", "cache:warmup", "cache:clear"];

    public override RuleDescriptor Descriptor { get; } = new("CG4006", "RUN contains a hard-coded secret", Severity.Warning)
    {
        Aliases = ["kics:Passwords And Secrets", "kics:Passwords And Secrets - Generic Password"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, assignment) in file.Commands.Assignments)
        {
            var name = assignment.Name;
            if (assignment.Value.Value is not { } value || SecretNames.IsBlank(value) || SecretNames.IsForBuildOnly(value)
                || !SecretNames.IsSecret(name, value)
                || (!SecretNames.MayBeOfAssetBuild(value) && run.Commands.Any(BuildsAssets)))
            {
                continue;
            }

            findings.Report(run.Locate(assignment.Span) with { Length = name.Length },
                $"'docker history' shows the value of the secret '{name}'. Use RUN --mount=type=secret,id={name},env={name}.");
        }

        foreach (var (run, command) in file.Commands.Of("echo", "printf"))
        {
            if (WritesFile(run, command)) CheckText(run, command, findings);
        }
    }

    /// <summary>Reports a setting such as <c>password=…</c> in the text that a command writes into a file.</summary>
    private static void CheckText(RunScript run, ShellCommand command, Findings findings)
    {
        foreach (var word in command.Arguments)
        {
            foreach (var part in word.Text.Split(LineEnds, StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0) continue;
                var start = equals;
                while (start > 0 && (char.IsAsciiLetterOrDigit(part[start - 1]) || part[start - 1] is '_' or '-' or '.')) start--;
                var (name, value) = (part[start..equals].Trim(), part[(equals + 1)..].Trim(' ', '"', '\'', ';', ','));
                if (name.Length == 0 || value.Length < 3 || NotInSecrets.FirstIn(value) >= 0 || Placeholder.Is(value)
                    || SecretNames.IsBlank(value) || SecretNames.IsForBuildOnly(value)
                    || !SecretNames.IsSecret(name.TrimStart('_').Replace('.', '_').Replace('-', '_'), value))
                {
                    continue;
                }

                findings.Report(run.Locate(word.Span),
                    $"The layer and 'docker history' contain the secret '{MessageText.Cut(name)}'. "
                        + "Write the file from a secret mount, or pass the secret at run time.");
                return;
            }
        }
    }

    private static bool WritesFile(RunScript run, ShellCommand command) =>
        command.Redirections.Any(static one => one.Operator is ">" or ">>" or ">|")
        || run.Commands.Any(static other => other.Name == "tee");

    private static bool BuildsAssets(ShellCommand command) =>
        command.Arguments.Any(static word => Array.Exists(AssetBuilds, step => word.Text.EndsWith(step, StringComparison.Ordinal)));
}
