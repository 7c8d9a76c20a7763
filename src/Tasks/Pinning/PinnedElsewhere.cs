using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// Finds the references whose digest in a Dockerfile is not the one in the lock file, as after a bot's update. The Dockerfile wins, so the
/// lock file has to follow. A tag whose locked digest still stands in one of the Dockerfiles stays as it is: the files disagree with each
/// other.
/// </summary>
internal static class PinnedElsewhere
{
    /// <param name="references">Tags and digests, under their original names.</param>
    /// <param name="lockFile">The lock file.</param>
    /// <returns>For each tag at most one reference: the first one.</returns>
    public static IReadOnlySet<ImageReference> In(IEnumerable<ImageReference> references, LockFile lockFile)
    {
        HashSet<ImageReference> moved = [];
        foreach (var uses in references.Where(static reference => reference is { Digest: not null, Tag: not null })
            .GroupBy(static reference => reference.NormalizedWithoutDigest, StringComparer.Ordinal))
        {
            var first = uses.First();
            if (lockFile.Find(first)?.Digest is { } locked && uses.All(use => use.Digest != locked)) moved.Add(first);
        }

        return moved;
    }
}
