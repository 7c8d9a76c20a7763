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
            var what = waste.IsOwnerOnly ? "changes the owner or mode of" : waste.IsDeletion ? "deletes" : "overwrites";
            var more = waste.Files == 1 ? "" : $" and {waste.Files - 1} more";
            findings.ReportLayer(
                layer, waste.Example, waste.Example,
                $"This layer {what} '/{waste.Example}'{more} ({size} MB), but a lower layer keeps the earlier content. "
                    + (waste.IsOwnerOnly ? "Use COPY --chown or --chmod."
                        : $"{(waste.IsDeletion ? "Delete" : "Change")} the file in the instruction that adds it."));
        }
    }
}
