using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>Selects entries of a lock file by name.</summary>
internal static class PinSelection
{
    /// <param name="lockFile">The lock file.</param>
    /// <param name="names">References as it has them, or repositories without a tag for all of their tags; empty for all entries.</param>
    /// <param name="options">The mirrors, whose names are read as those of the originals.</param>
    /// <param name="problems">Receives a failure for each name without an entry.</param>
    public static IReadOnlyList<ImageReference> Of(
        LockFile lockFile, IReadOnlyCollection<string> names, PinningOptions options, List<PinningProblem> problems) =>
        Of(EntriesOf(lockFile), names, options, problems);

    /// <summary>The same for any list of references.</summary>
    public static IReadOnlyList<ImageReference> Of(
        IReadOnlyList<ImageReference> entries, IReadOnlyCollection<string> names, PinningOptions options, List<PinningProblem> problems)
    {
        if (names.Count == 0) return entries;

        HashSet<ImageReference> chosen = [];
        foreach (var name in names)
        {
            var matches = ImageReference.TryParse(name, out var wanted, out _)
                ? entries.Where(entry => Means(options.Mirrors.Original(wanted), entry)).ToList()
                : [];
            chosen.UnionWith(matches);
            if (matches.Count == 0) problems.Add(PinningProblem.NotLocked(name, options));
        }

        return [.. chosen];
    }

    /// <summary>The entries with a tag.</summary>
    public static IReadOnlyList<ImageReference> EntriesOf(LockFile lockFile) =>
        [.. lockFile.Images.Keys.Select(ImageReference.Parse).Where(static reference => reference.Digest is null)];

    /// <summary>Whether a name is that of an entry or of its repository.</summary>
    public static bool Means(ImageReference name, ImageReference entry) =>
        name.Tag is null ? entry.Name == name.Name : entry.NormalizedWithoutDigest == name.NormalizedWithoutDigest;
}
