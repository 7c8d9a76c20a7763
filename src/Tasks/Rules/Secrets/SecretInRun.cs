using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Secrets;

/// <summary>A RUN sets a variable whose name says that it contains a secret, and the file contains its value.</summary>
internal sealed class SecretInRun : Rule
{
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
    }

    private static bool BuildsAssets(Shell.ShellCommand command) =>
        command.Arguments.Any(static word => Array.Exists(AssetBuilds, step => word.Text.EndsWith(step, StringComparison.Ordinal)));
}
