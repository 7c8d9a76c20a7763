using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A step of ours used ADD for files that COPY copies too.</summary>
internal sealed class AddInHistory : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8006", "The image was built with ADD", Severity.Warning)
    {
        Aliases = ["dockle:CIS-DI-0009", "trivy:DS-0005", "cis:4.9"],
    };

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var step in image.Origins.OwnSteps)
        {
            if (step.Kind != InstructionKind.Add || step.Layer is null || NeedsAdd(step.Text) || IsRootFileSystem(image, step)) continue;
            findings.ReportStep(
                step, HistoryText.Masked(step.Text),
                $"'ADD {MessageText.Cut(HistoryText.Masked(step.Text))}' can unpack archives and download files. "
                    + "Use COPY for plain files.");
        }
    }

    /// <summary>COPY neither downloads nor unpacks.</summary>
    private static bool NeedsAdd(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.Contains("git@", StringComparison.Ordinal)
        || text.Contains(".tar", StringComparison.OrdinalIgnoreCase) || text.Contains(".tgz", StringComparison.OrdinalIgnoreCase)
        || text.Contains(".txz", StringComparison.OrdinalIgnoreCase) || text.Contains(".tbz", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("multi:", StringComparison.Ordinal);

    /// <summary>A system begins with the archive of its root, whose name the classic builder replaced with a hash.</summary>
    private static bool IsRootFileSystem(ImageAnalysis image, HistoryStep step) =>
        step.Layer == 0 && image.Inputs.Dockerfile is null;
}
