using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Packages;

/// <summary>The final image has the packages that a PHP application needs only for development.</summary>
internal sealed class ComposerDevelopment : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG5103", "composer installs development packages", Severity.Warning)
        {
            Aliases = ["tally:php/composer-no-dev-in-production"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || (file.Process is null && !image.IsLikelyToServe)
            || file.Source.Text.Contains("--no-dev", StringComparison.Ordinal)
            || file.Source.Text.Contains("COMPOSER_NO_DEV", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var (run, command) in file.Commands.Of("composer"))
        {
            if (!image.Includes(run.Stage) || command.Line is not { SubCommand: "install" or "i", MayHaveMoreOptions: false }) continue;
            findings.Report(run.Locate(command),
                "'composer install' installs development packages in the final image. Add --no-dev.");
        }
    }
}
