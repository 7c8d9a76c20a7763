using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A step of ours upgraded the distribution.</summary>
internal sealed class DistributionUpgraded : ImageRule
{
    /// <summary>Options may come before the command.</summary>
    private const int MostOptions = 5;

    public override RuleDescriptor Descriptor { get; } = new("CG8012", "The image was built with a distribution upgrade", Severity.Warning)
    {
        Aliases = ["dockle:DKL-DI-0003", "trivy:DS-0024"],
    };

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var step in image.Origins.OwnSteps)
        {
            if (step.Kind != InstructionKind.Run) continue;
            var words = FinalImage.WordsOf(step.Text);
            for (var i = 0; i + 1 < words.Length; i++)
            {
                if (!IsManager(words[i]) || words.Skip(i + 1).Take(MostOptions).FirstOrDefault(IsUpgrade) is not { } upgrade) continue;
                findings.ReportStep(
                    step, upgrade, $"'{words[i]} {upgrade}' replaces the packages of the base image. Use a newer base image instead.");
                break;
            }
        }
    }

    private static bool IsManager(string word) => word is "apt-get" or "apt" or "zypper" or "aptitude";

    private static bool IsUpgrade(string word) => word is "dist-upgrade" or "full-upgrade" or "dup" or "do-release-upgrade";
}
