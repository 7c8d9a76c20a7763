using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>The pins of a generated Dockerfile.</summary>
internal static class ImagePins
{
    /// <summary>The text after FROM for each image: mirrored, with a tag, and with a digest if the lock file has one.</summary>
    /// <param name="images">The images without digests, as a plan names them.</param>
    /// <param name="mode"><c>ContainerGuardPinning</c>.</param>
    /// <param name="locked">The digest of an image in the lock file; null if it is not there.</param>
    /// <param name="mirrors">The mirrors that the file names.</param>
    public static Dictionary<string, string> Of(
        IEnumerable<string> images, PinningMode mode, Func<ImageReference, ImageDigest?> locked, ImageMirrors mirrors)
    {
        var pins = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            if (!ImageReference.TryParse(image, out var reference, out _)) continue;
            var pinned = reference.Digest is null && mode != PinningMode.Off && locked(reference) is { } digest
                ? reference.WithDigest(digest)
                : reference;
            pins[image] = mirrors.Apply(pinned).Familiar;
        }

        return pins;
    }
}
