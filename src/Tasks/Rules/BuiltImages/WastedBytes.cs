using System.Globalization;
using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Bytes of the image that a later layer of ours overwrites or deletes.</summary>
internal sealed class WastedBytes : ImageRule
{
    /// <summary>In bytes: less is not worth a line.</summary>
    private const long Least = 1_000_000;

    public override RuleDescriptor Descriptor { get; } = new("CG8033", "Layers contain files that later layers replace", Severity.Message);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var waste in image.Waste.Where(static waste => waste.Bytes >= Least))
        {
            var layer = waste.ByLayer;
            var size = (waste.Bytes / 1e6).ToString("N1", CultureInfo.InvariantCulture);
            var what = waste.IsOwnerOnly ? "changes only the owner or the mode of" : waste.IsDeletion ? "deletes" : "overwrites";
            findings.ReportLayer(
                layer, waste.Example, waste.Example,
                $"This {what} {(waste.Files == 1
                    ? "1 file" : $"{waste.Files} files")} of earlier layers ('/{waste.Example}'), whose bytes stay in the image: "
                    + $"{size} MB. "
                    + (waste.IsOwnerOnly ? "Use COPY --chown or --chmod." : "Do it in the instruction that adds them."));
        }
    }
}
