using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>The registry and repository of an image, as far as its text tells. A variable in the tag does not matter.</summary>
/// <param name="Registry">Host and port.</param>
/// <param name="Repository">The repository, or the known beginning of it.</param>
/// <param name="IsWhole">Whether <paramref name="Repository"/> is complete.</param>
internal sealed record ImageOrigin(string Registry, string Repository, bool IsWhole)
{
    /// <summary>The origin; null where a variable hides the registry, or the text is not a reference.</summary>
    public static ImageOrigin? Of(ImageUse use)
    {
        if (use.IsKnown && ImageReference.TryParse(use.Reference, out var reference, out _))
        {
            return new ImageOrigin(reference.Registry, reference.Repository, true);
        }

        var dollar = use.Text.IndexOf('$', StringComparison.Ordinal);
        if (dollar <= 0) return null;

        var text = use.Text[..dollar];
        if (!text.Contains('/', StringComparison.Ordinal))
        {
            // 'node:$TAG' is on Docker Hub; 'localhost:$PORT/node' and 'node$REST' may be on any registry.
            return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !use.Text.Contains('/', StringComparison.Ordinal)
                ? new ImageOrigin(ImageReference.DockerHub, $"library/{text[..colon]}", true)
                : null;
        }

        var (registry, rest) = ImageReference.SplitRegistry(text);
        var end = rest.AsSpan().IndexOfAny(':', '@');
        var isWhole = end >= 0;
        if (isWhole) rest = rest[..end];
        return new ImageOrigin(registry, isWhole && registry == ImageReference.DockerHub && !rest.Contains('/', StringComparison.Ordinal)
            ? $"library/{rest}"
            : rest, isWhole);
    }
}
