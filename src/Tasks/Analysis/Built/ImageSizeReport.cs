using System.Globalization;
using static ContainerGuard.Inspection.InspectionReport;

namespace ContainerGuard.Analysis.Built;

/// <summary>The words for the size of an image: by what it is, and by layer.</summary>
internal static class ImageSizeReport
{
    /// <summary>In bytes: smaller layers have no line.</summary>
    private const long SmallestLayer = 1_000_000;
    private const int MostLayers = 8;

    public static IEnumerable<string> Lines(ImageAnalysis image)
    {
        if (!image.HasAllFiles) yield break;
        var layers = Enumerable.Range(0, image.Image.Layers.Count).Select(i => (Index: i, image.Image.Layers[i].Facts!.UnpackedSize))
            .Where(static layer => layer.UnpackedSize >= SmallestLayer).OrderByDescending(static layer => layer.UnpackedSize).ToList();
        if (layers.Count == 0) yield break;

        var sizes = ImageSizes.Of(image);
        yield return $"Size: {Size(sizes.Base)} base, {Size(sizes.Runtime)} runtime, {Size(sizes.Packages)} packages, "
            + $"{Size(sizes.Application)} application; "
                + $"{sizes.Efficiency.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal)} "
                    + "of the bytes are in the final file system.";
        foreach (var (index, size) in layers.Take(MostLayers))
        {
            var by = !image.IsOurs(index) ? "base image"
                : image.Origins.StepOf(index) is { } step ? $"{step.Kind} {HistoryText.Masked(step.Text)}"
                : "unknown step";
            yield return $"    layer {index + 1}: {Size(size)}, {by}";
        }
    }
}
