using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>The entries of a lock file that a person means.</summary>
internal static class PinSelection
{
    /// <param name="lockFile">The lock file.</param>
    /// <param name="names">References as it has them, or repositories without a tag for all of their tags; empty for all entries.</param>
    /// <param name="options">For messages.</param>
    /// <param name="failures">Takes what is not there.</param>
    public static IReadOnlyList<ImageReference> Of(LockFile lockFile, IReadOnlyCollection<string> names, PinningOptions options, List<PinningFailure> failures)
    {
        var entries = lockFile.Images.Keys.Select(ImageReference.Parse).Where(static reference => reference.Digest is null).ToList();
        if (names.Count == 0) return entries;

        HashSet<ImageReference> chosen = [];
        foreach (var name in names)
        {
            var matches = !ImageReference.TryParse(name, out var wanted, out _) ? []
                : wanted.Tag is null ? entries.FindAll(entry => entry.Name == wanted.Name)
                : entries.FindAll(entry => entry.NormalizedWithoutDigest == wanted.NormalizedWithoutDigest);
            chosen.UnionWith(matches);
            if (matches.Count == 0) failures.Add(PinningFailure.NotLocked(name, options));
        }

        return [.. chosen];
    }
}
