using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Reports;

/// <summary>An inspected image in a report.</summary>
/// <param name="Name">As the user wrote it.</param>
/// <param name="Platform">The platform; null if the image has none.</param>
/// <param name="Layers">The layers, in the order of the image.</param>
internal sealed record ReportedImage(string Name, string? Platform, IReadOnlyList<ReportedLayer> Layers)
{
    /// <param name="name">As the user wrote it.</param>
    /// <param name="image">The image.</param>
    public static ReportedImage Of(string name, ImageAnalysis image)
    {
        var packages = image.HasFiles ? image.Packages.Packages.ToLookup(static package => package.Layer) : null;
        return new ReportedImage(name, image.Config.Platform?.ToString(),
        [
            .. image.Image.Layers.Select((layer, index) => new ReportedLayer(
                index + 1, layer.ExpectedDiffId ?? layer.Name, layer.Facts?.UnpackedSize, packages?[index].Count() ?? 0,
                !image.IsOurs(index) ? "base image"
                    : image.Origins.StepOf(index) is { } step ? $"{step.Kind} {HistoryText.Masked(step.Text)}"
                    : "unknown step")),
        ]);
    }
}

/// <summary>A layer of an inspected image.</summary>
/// <param name="Number">From 1, the lowest.</param>
/// <param name="Name">Its digest in the configuration, as findings name it; its name in an archive without one.</param>
/// <param name="Size">In bytes, unpacked; null if it was not read.</param>
/// <param name="Packages">The number of packages that it adds.</param>
/// <param name="By">What made it.</param>
internal sealed record ReportedLayer(int Number, string Name, long? Size, int Packages, string By);
