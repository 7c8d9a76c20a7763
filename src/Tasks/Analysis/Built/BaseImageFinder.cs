using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Registry;

namespace ContainerGuard.Analysis.Built;

/// <summary>
/// Finds the layers of the base image: by the digest that the lock file has, else by the one in the name or in the labels of the image. The
/// registry is asked once on a machine. Without an answer the base is unknown, and the history of the image has to tell.
/// </summary>
internal sealed class BaseImageFinder(
    InspectionOptions options, FileFacts facts, bool isOffline, CancellationToken cancellationToken)
{
    /// <param name="config">The image.</param>
    /// <param name="dockerfile">Its Dockerfile; null without one.</param>
    /// <param name="named">The SDK's <c>ContainerBaseImage</c>; empty without one.</param>
    /// <param name="platform">The platform of the image; null if unknown.</param>
    public BaseImage? Find(ImageConfig config, FileAnalysis? dockerfile, string named, ImagePlatform? platform)
    {
        if (ReferenceOf(config, dockerfile, named) is not { Digest: { } digest } reference) return null;
        var key = $"{digest}|{platform}";
        var content = options.Documents?.Find(key);
        if (content is null)
        {
            if (isOffline) return null;
            content = Fetch(reference, platform);
            if (content is null) return null;
            options.Documents?.Add(key, content);
        }

        try
        {
            var known = ImageConfig.Parse(content, $"The configuration of '{reference.Familiar}'");
            return new BaseImage(reference, known.DiffIds, known.History.Count);
        }
        catch (InspectionException)
        {
            return null;
        }
    }

    /// <summary>Whether the base has a signature; null without an answer of its registry.</summary>
    public bool? IsSigned(BaseImage? known)
    {
        if (isOffline || known?.Reference is not { Digest: { } digest } reference) return null;
        try
        {
            using var client = new RegistryClient(options.Registry);
            return client.IsSignedAsync(options.Mirrors.Apply(reference), digest, cancellationToken).GetAwaiter().GetResult();
        }
        catch (RegistryException)
        {
            return null;
        }
    }

    private ImageReference? ReferenceOf(ImageConfig config, FileAnalysis? dockerfile, string named)
    {
        var reference = dockerfile?.Image?.Base ?? (ImageReference.TryParse(named, out var given, out _) ? given : null);
        if (reference is not null)
        {
            return facts.Locked(reference) is { } locked && (reference.Digest is null || reference.Digest == locked.Digest)
                ? reference.WithDigest(locked.Digest)
                : reference;
        }

        // OCI image specification, annotations.md; the .NET SDK and others write them.
        return config.Labels.GetValueOrDefault("org.opencontainers.image.base.name") is { } name
            && config.Labels.GetValueOrDefault("org.opencontainers.image.base.digest") is { } written
            && ImageReference.TryParse(name, out var labelled, out _) && ImageDigest.TryParse(written, out var digest, out _)
            ? labelled.WithDigest(digest)
            : null;
    }

    private byte[]? Fetch(ImageReference reference, ImagePlatform? platform)
    {
        try
        {
            return SavedImages.ReadConfig(reference, options with { Platform = platform }, cancellationToken);
        }
        catch (Exception exception) when (exception is InspectionException or RegistryException)
        {
            return null;
        }
    }
}
