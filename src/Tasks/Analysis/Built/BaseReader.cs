using System.Runtime.InteropServices;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// Reads base images with all their layers, once on a machine: what is known of their layers is kept by their digests. A publish asks only
/// for what is kept.
/// </summary>
/// <param name="options">How to inspect.</param>
/// <param name="cancellationToken">Ctrl+C.</param>
internal sealed class BaseReader(InspectionOptions options, CancellationToken cancellationToken)
{
    /// <summary>The platform whose image is read: Linux on the architecture of this machine.</summary>
    public static ImagePlatform Platform { get; } =
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? new ImagePlatform("linux", "arm64") : ImagePlatform.LinuxAmd64;

    /// <summary>The settings of connections.</summary>
    public RegistryOptions Registry => options.Registry;

    /// <summary>The folders whose files decide what is kept.</summary>
    /// <param name="cache">The folder of the cache, absolute.</param>
    public static IEnumerable<string> FoldersIn(string cache) =>
        [Path.Combine(cache, DocumentCache.Name), Path.Combine(cache, LayerCache.Name)];

    /// <summary>The image as far as it is kept; null if a part of it is not.</summary>
    /// <param name="reference">The image with its digest.</param>
    public InspectedImage? Known(ImageReference reference)
    {
        if (options.Cache is not { } cache || reference.Digest is not { } digest) return null;
        if (options.Documents?.Find(KeyOf(digest)) is not { } content) return null;
        try
        {
            var config = ImageConfig.Parse(content, $"The configuration of '{reference.Familiar}'");
            List<ImageLayer> layers = [];
            foreach (var diffId in config.DiffIds)
            {
                if (cache.Find(diffId, null, null) is not { } facts) return null;
                layers.Add(new ImageLayer { Name = diffId, ExpectedDiffId = diffId, Facts = facts, IsFromCache = true });
            }

            return layers.Count == 0 ? null : new InspectedImage(config, layers, options.Limits);
        }
        catch (InspectionException)
        {
            return null;
        }
    }

    /// <summary>The image; its registry is asked for what is not kept.</summary>
    /// <param name="reference">The image with its digest.</param>
    /// <exception cref="InspectionException">It is not an image for Linux, or it is damaged.</exception>
    /// <exception cref="RegistryException">The registry did not answer.</exception>
    public InspectedImage Read(ImageReference reference)
    {
        if (Known(reference) is { } known) return known;
        var wanted = options with { Platform = Platform };
        var name = new ImageName(ImageTransport.Registry, reference.Familiar, reference);
        using var saved = SavedImages.Open(name, wanted, cancellationToken);
        var image = saved.ReadChosen(null, Platform, cancellationToken);
        if (reference.Digest is { } digest && options.Documents is { } documents && documents.Find(KeyOf(digest)) is null)
        {
            documents.Add(KeyOf(digest), SavedImages.ReadConfig(reference, wanted, cancellationToken));
        }

        return image;
    }

    private static string KeyOf(ImageDigest digest) => $"{digest}|{Platform}";
}
