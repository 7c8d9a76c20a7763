using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules;

/// <summary>Where an image comes from, as far as its text tells: a variable in its tag hides nothing of it.</summary>
/// <param name="Registry">Host and port.</param>
/// <param name="Repository">The repository, or the beginning of it.</param>
/// <param name="IsWhole">Whether that is all of the repository.</param>
internal sealed record ImageOrigin(string Registry, string Repository, bool IsWhole)
{
    /// <summary>The origin; null where a variable hides the registry, or the text is no reference.</summary>
    public static ImageOrigin? Of(ImageUse use)
    {
        if (use.IsKnown)
        {
            return ImageReference.TryParse(use.Reference, out var reference, out _) ? new ImageOrigin(reference.Registry, reference.Repository, true) : null;
        }

        var dollar = use.Text.IndexOf('$', StringComparison.Ordinal);
        if (dollar <= 0) return null;

        var text = use.Text[..dollar];
        if (!text.Contains('/', StringComparison.Ordinal))
        {
            // 'node:$TAG' is Docker Hub's; 'localhost:$PORT/node' and 'node$REST' may be anybody's.
            return text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !use.Text.Contains('/', StringComparison.Ordinal)
                ? new ImageOrigin(ImageReference.DockerHub, $"library/{text[..colon]}", true)
                : null;
        }

        var (registry, rest) = ImageReference.SplitRegistry(text);
        var end = rest.AsSpan().IndexOfAny(':', '@');
        var isWhole = end >= 0;
        if (isWhole) rest = rest[..end];
        return new ImageOrigin(registry, isWhole && registry == ImageReference.DockerHub && !rest.Contains('/', StringComparison.Ordinal) ? $"library/{rest}" : rest, isWhole);
    }
}
