using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Packages;

/// <summary>Bundler may change Gemfile.lock during the build, and so install versions that were never tested.</summary>
internal sealed class BundleWithoutDeployment : Rule
{
    private static readonly string[] Frozen = ["deployment", "frozen", "DEPLOYMENT", "FROZEN"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG5110", "bundle install can change Gemfile.lock", Severity.Message)
        {
            Aliases = ["tally:ruby/missing-bundle-deployment"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || (file.Process is null && !image.IsLikelyToServe)
            || Array.Exists(Frozen, word => file.Source.Text.Contains(word, StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var (run, command) in file.Commands.Of("bundle"))
        {
            if (command.Line.SubCommand != "install" || command.Line.MayHaveMoreOptions) continue;
            findings.Report(run.Locate(command),
                "'bundle install' can change Gemfile.lock. Add ENV BUNDLE_DEPLOYMENT=1 before it.");
            return;
        }
    }
}
