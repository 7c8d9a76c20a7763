using System.Globalization;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The system of the image no longer gets security updates.</summary>
internal sealed class SystemOutOfSupport : ImageRule
{
    /// <summary>A name that does not tell a product: only the system in the image does.</summary>
    private static readonly ImageReference? Anything = ImageReference.TryParse("localhost/image", out var reference, out _)
        ? reference : null;

    public override RuleDescriptor Descriptor { get; } =
        new("CG8020", "The operating system of the image is out of support", Severity.Warning)
        {
            Aliases = ["dockle:CIS-DI-0004", "cis:4.4"],
        };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.System is not { } system || Anything is not { } none) return;
        foreach (var status in EndOfLife.Table.Find(none, image.Inputs.Today, system).Where(static status => status.HasEnded))
        {
            var newer = status.Successors is [var next, ..]
                ? $" Use a base image with {status.Product} {next}."
                : " Use a newer base image.";
            findings.ReportAt(
                null, $"{status.Product} {status.Cycle}",
                $"{status.Product} {status.Cycle} has received no security updates since "
                    + $"{status.Ends?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{newer}");
        }
    }
}
