using NuGet.Versioning;

namespace ContainerGuard.Images;

/// <summary>
/// The newer tags of a repository: the same variant with the same precision, the highest version of each kind of step
/// (Semantic Versioning 2.0.0, clauses 6 to 8). A preview counts only if the tag is a preview, too.
/// </summary>
/// <param name="Patch">The same major and minor version.</param>
/// <param name="Minor">The same major version, a higher minor one.</param>
/// <param name="Major">A higher major version.</param>
internal sealed record NewerTags(string? Patch, string? Minor, string? Major)
{
    public bool IsEmpty => Patch is null && Minor is null && Major is null;

    /// <param name="text">The tag.</param>
    /// <param name="tags">The tags of its repository, in any order.</param>
    public static NewerTags Of(string text, IEnumerable<string> tags)
    {
        ImageTag? patch = null, minor = null, major = null;
        foreach (var (tag, step) in All(text, tags))
        {
            if (step == UpdatePolicy.Major) Keep(ref major, tag);
            else if (step == UpdatePolicy.Minor) Keep(ref minor, tag);
            else Keep(ref patch, tag);
        }

        return new NewerTags(patch?.Text, minor?.Text, major?.Text);
    }

    /// <summary>All tags that a policy allows, the highest version first.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="text">The tag.</param>
    /// <param name="tags">The tags of its repository, in any order.</param>
    /// <param name="isLongTerm">
    /// Whether a tag is of a release with long-term support, for <see cref="UpdatePolicy.Lts"/>; null for a product whose releases all get
    /// the same support.
    /// </param>
    public static IReadOnlyList<string> Within(
        UpdatePolicy policy, string text, IEnumerable<string> tags, Func<string, bool?>? isLongTerm = null) =>
        [.. All(text, tags).Where(found => policy == UpdatePolicy.Lts ? IsLongTermStep(found, isLongTerm) : found.Step <= policy)
            .OrderByDescending(static found => found.Tag.Version!, VersionComparer.VersionRelease).Select(static found => found.Tag.Text)];

    /// <summary>
    /// A patch always counts. Another step counts if its release has long-term support: 24.04 of Ubuntu, and not 24.10.
    /// </summary>
    private static bool IsLongTermStep((ImageTag Tag, UpdatePolicy Step) found, Func<string, bool?>? isLongTerm) =>
        found.Step == UpdatePolicy.Patch || (isLongTerm?.Invoke(found.Tag.Text) ?? found.Step == UpdatePolicy.Minor);

    private static IEnumerable<(ImageTag Tag, UpdatePolicy Step)> All(string text, IEnumerable<string> tags)
    {
        var current = ImageTag.Parse(text);
        if (!current.HasVersion) yield break;

        foreach (var candidate in tags)
        {
            // The prefix is part of the comparison: some repositories have v1 and 1 side by side.
            var tag = ImageTag.Parse(candidate);
            if (!tag.IsNewerThan(current)
                || tag.Text.StartsWith('v') != current.Text.StartsWith('v')
                || (tag.Version!.IsPrerelease && !current.Version!.IsPrerelease))
            {
                continue;
            }

            yield return (tag, tag.Version.Major != current.Version!.Major ? UpdatePolicy.Major
                : tag.Version.Minor != current.Version.Minor ? UpdatePolicy.Minor
                : UpdatePolicy.Patch);
        }
    }

    private static void Keep(ref ImageTag? best, ImageTag tag)
    {
        if (best is null || VersionComparer.VersionRelease.Compare(tag.Version, best.Version) > 0) best = tag;
    }
}
