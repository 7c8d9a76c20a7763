using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// Reads what base images contain with few bytes: the manifest, the configuration, and the layers that say what is installed. Layers are
/// kept by their digests, so that images with the same system read it once.
/// </summary>
/// <param name="options">How to inspect.</param>
/// <param name="layers">Which layers are read.</param>
/// <param name="cancellationToken">Ctrl+C.</param>
internal sealed class BaseContentsReader(InspectionOptions options, BaseLayers layers, CancellationToken cancellationToken)
{
    /// <summary>The settings of connections.</summary>
    public RegistryOptions Registry => options.Registry;

    /// <summary>The contents of an image, for Linux on the architecture of this machine.</summary>
    /// <param name="reference">The image, with a tag or a digest.</param>
    /// <exception cref="InspectionException">It is not an image for Linux, or it is damaged.</exception>
    /// <exception cref="RegistryException">The registry did not answer.</exception>
    public BaseContents Read(ImageReference reference)
    {
        var wanted = options with { Platform = BaseReader.Platform };
        using var saved = SavedImages.Open(
            new ImageName(ImageTransport.Registry, reference.Familiar, reference), wanted, cancellationToken);
        var nodes = saved.OciNodes ?? [];
        var images = nodes.Where(static node => node.IsImage).ToList();
        var chosen = PlatformChoice.Of(images, static node => node.ImagePlatform, BaseReader.Platform)
            ?? throw new InspectionException(
                saved.Members.Name, $"it does not contain an image for {BaseReader.Platform}", "Name another image.");
        var sizes = chosen.Manifest!.Layers.Select(static layer => layer.Size).ToList();
        long? size = sizes.Contains(long.MaxValue) ? null : sizes.Sum();

        // Nothing is fetched for layers that are kept.
        var image = saved.Read(chosen, (config, manifest, index) =>
            layers.WhyNotNeeded(config, manifest, index) ?? BaseLayers.NotKept, cancellationToken);
        if (!BaseContents.NeedsMore(image)) return BaseContents.Of(nodes[0].Digest, size, image);
        var most = Math.Min(AttestedPackages.LargestList, size ?? long.MaxValue);
        if (AttestedPackages.Find(nodes, chosen.Digest, reference, wanted, most, cancellationToken) is { } attested)
        {
            return BaseContents.Of(nodes[0].Digest, size, image.Config, attested);
        }

        return BaseContents.Of(nodes[0].Digest, size, saved.Read(chosen, layers.WhyNotNeeded, cancellationToken));
    }
}
