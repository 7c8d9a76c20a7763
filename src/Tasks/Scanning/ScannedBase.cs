using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Inspection;

namespace ContainerGuard.Scanning;

/// <summary>A base image to scan.</summary>
/// <param name="Image">Its original name, where it has a mirror.</param>
/// <param name="Place">Where it is named.</param>
/// <param name="Known">Its content; null if its layers were not read on this machine.</param>
internal sealed record ScannedBase(ImageReference Image, ScanPlace Place, ImageAnalysis? Known)
{
    /// <summary>The name in messages.</summary>
    public string Name => Image.Tag is null ? Image.FamiliarName : $"{Image.FamiliarName}:{Image.Tag}";

    /// <summary>The ecosystems of its packages.</summary>
    public IEnumerable<string> Ecosystems => Known is null
        ? []
        : PackageLookup.All(Known.Packages.Packages).Select(static package => package.Ecosystem).Distinct(StringComparer.Ordinal);

    /// <summary>A base image of which every layer is its own.</summary>
    public static ImageAnalysis Analyze(InspectedImage image, ImageReference reference, DateOnly today) => new(image, new ImageInputs
    {
        Name = reference.Familiar,
        Reference = reference,
        Today = today,
        Base = new BaseImage(reference, image.Config.DiffIds, image.Config.History.Count),
    });
}

