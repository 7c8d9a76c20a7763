using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Our layers configure a package source without signatures, or install from one.</summary>
internal sealed class UnverifiedSources : ImageRule
{
    private static readonly HashSet<string> Options = new(StringComparer.Ordinal)
    {
        "--allow-unauthenticated", "--force-yes", "--nogpgcheck", "--no-gpg-checks", "--allow-untrusted", "--nosignature",
    };

    public override RuleDescriptor Descriptor { get; } = new("CG8019", "Packages were installed without verification", Severity.Warning)
    {
        Aliases = ["dockle:CIS-DI-0011", "cis:4.11"],
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var (layer, file, note) in image.NotesInOwnLayers(TrustSettingsReader.ReaderName))
        {
            var problem = LosslessUtf8.Decode(note);
            if (!problem.StartsWith("source:", StringComparison.Ordinal) || image.IsOwnedByPackage(file.Path)) continue;
            findings.ReportLayer(
                layer, file.Path, file.Path,
                $"'/{file.Path}' disables the verification of packages ('{MessageText.Cut(problem[7..])}'). Remove the setting, "
                    + "and add the key of the package source.");
        }

        foreach (var step in image.Origins.OwnSteps)
        {
            if (step.Kind != InstructionKind.Run) continue;
            if (FinalImage.WordsOf(step.Text).FirstOrDefault(Options.Contains) is { } option)
            {
                findings.ReportStep(step, option, $"'{option}' installs packages without checking their signatures. Remove the "
                    + "option, and add the key of the package source.");
            }
        }
    }
}
