using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>The entries of a lock file that a person means.</summary>
internal static class PinSelection
{
    /// <param name="lockFile">The lock file.</param>
    /// <param name="names">References as it has them, or repositories without a tag for all of their tags; empty for all entries.</param>
    /// <param name="options">For messages.</param>
    /// <param name="failures">Takes what is not there.</param>
    public static IReadOnlyList<ImageReference> Of(LockFile lockFile, IReadOnlyCollection<string> names, PinningOptions options, List<PinningFailure> failures) =>
        Of(EntriesOf(lockFile), names, options, failures);

    /// <summary>As the other overload, of any references.</summary>
    public static IReadOnlyList<ImageReference> Of(IReadOnlyList<ImageReference> entries, IReadOnlyCollection<string> names, PinningOptions options, List<PinningFailure> failures)
    {
        if (names.Count == 0) return entries;

        HashSet<ImageReference> chosen = [];
        foreach (var name in names)
        {
            var matches = ImageReference.TryParse(name, out var wanted, out _) ? entries.Where(entry => Means(wanted, entry)).ToList() : [];
            chosen.UnionWith(matches);
            if (matches.Count == 0) failures.Add(PinningFailure.NotLocked(name, options));
        }

        return [.. chosen];
    }

    /// <summary>The entries that have a tag to ask for.</summary>
    public static IReadOnlyList<ImageReference> EntriesOf(LockFile lockFile) => [.. lockFile.Images.Keys.Select(ImageReference.Parse).Where(static reference => reference.Digest is null)];

    /// <summary>Whether a name is this entry's, or that of its repository.</summary>
    public static bool Means(ImageReference name, ImageReference entry) =>
        name.Tag is null ? entry.Name == name.Name : entry.NormalizedWithoutDigest == name.NormalizedWithoutDigest;
}
