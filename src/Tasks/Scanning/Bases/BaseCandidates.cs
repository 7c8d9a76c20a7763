using ContainerGuard.Images;

namespace ContainerGuard.Scanning.Bases;

/// <summary>
/// The tags of a repository that could take the place of a base image: newer versions that have long-term support, and other kinds of the
/// same version. Another repository is never proposed: the project decides whom it trusts.
/// </summary>
/// <param name="image">The base image, with its tag.</param>
/// <param name="tags">The tags of its repository.</param>
/// <param name="today">The current day.</param>
internal sealed class BaseCandidates(ImageReference image, IReadOnlyList<string> tags, DateOnly today)
{
    private readonly ImageTag _tag = ImageTag.Parse(image.EffectiveTag!);

    /// <summary>The release of the system in the image, as tags name it (<c>noble</c>); null if it is unknown.</summary>
    public string? Codename { get; init; }

    /// <summary>The candidates, the nearest first.</summary>
    public IReadOnlyList<BaseCandidate> Find()
    {
        List<BaseCandidate> found = [];
        if (_tag.HasVersion)
        {
            var newer = NewerTags.Within(UpdatePolicy.Major, _tag.Text, tags).Where(IsSupported);
            var byStep = newer.Select(text => (Text: text, Step: StepOf(text))).ToList();
            Add(byStep.Find(static one => one.Step == BaseStep.Patch).Text, BaseStep.Patch);
            Add(byStep.Find(static one => one.Step == BaseStep.Minor).Text, BaseStep.Minor);

            // The nearest release with long-term support, and the newest one.
            var longTerm = byStep.Where(static one => one.Step == BaseStep.Major).Select(static one => one.Text).ToList();
            Add(longTerm.LastOrDefault(), BaseStep.Major);
            Add(longTerm.FirstOrDefault(), BaseStep.Major);
        }
        else
        {
            foreach (var text in LaterSystems()) Add(text, BaseStep.Major);
        }

        foreach (var text in Variants()) Add(text, BaseStep.Variant);
        return found;

        void Add(string? text, BaseStep step)
        {
            if (text is null || found.Exists(one => one.Image.Tag == text)) return;
            found.Add(new BaseCandidate(image.WithDigest(null).WithTag(text), step));
        }
    }

    private BaseStep? StepOf(string text)
    {
        var (version, present) = (ImageTag.Parse(text).Version!, _tag.Version!);
        if (version.Major == present.Major && version.Minor == present.Minor) return BaseStep.Patch;
        if (LongTermSupport.IsLongTerm(image.WithTag(text), today) == false) return null;
        return version.Major == present.Major ? BaseStep.Minor : BaseStep.Major;
    }

    /// <summary>Whether neither the product nor the system that a tag names is out of support.</summary>
    private bool IsSupported(string text) => EndOfLife.Table.Find(image.WithTag(text), today).All(static status => !status.HasEnded);

    /// <summary>The tags with the name of a later release of the system itself: <c>trixie-slim</c> after <c>bookworm-slim</c>.</summary>
    private IEnumerable<string> LaterSystems()
    {
        if (EndOfLifeRepositories.ProductOf(image, out _) is not { } product) yield break;
        var words = _tag.Text.Split('-');
        var cycles = OfferedCycles.All(product);
        var present = cycles.ToList().FindIndex(cycle => cycle.Codename is not null && words.Contains(cycle.Codename));
        for (var i = present - 1; i >= 0; i--)
        {
            var later = cycles[i];
            if (later.Codename is not { } name || later.HasEnded(today)) continue;
            if (product == EndOfLifeData.Ubuntu && !LongTermSupport.IsLongTermUbuntu(later.Name)) continue;
            var text = string.Join('-', words.Select(word => word == cycles[present].Codename ? name : word));
            if (tags.Contains(text)) yield return text;
        }
    }

    /// <summary>For each other kind the tag that is most like the present one, with and without the word <c>extra</c>.</summary>
    private IEnumerable<string> Variants()
    {
        var present = TagVariant.Parse(_tag.Variant);
        var all = tags.Select(ImageTag.Parse).Where(IsSameVersion)
            .Select(static tag => (tag.Text, Variant: TagVariant.Parse(tag.Variant))).ToList();
        foreach (var kind in TagVariant.Kinds.Where(kind => !present.OfKinds.Contains(kind)))
        {
            foreach (var hasExtra in (bool[])[false, true])
            {
                var best = all
                    .Where(one => one.Variant.OfKinds is [var only] && only == kind && HasFeatures(one.Variant, present, hasExtra))
                    .Where(one => IsSupported(one.Text))
                    .OrderBy(one => DistanceOf(one.Variant, present)).ThenBy(static one => one.Text.Length)
                    .ThenByDescending(static one => one.Text, StringComparer.Ordinal).FirstOrDefault();
                if (best.Text is not null) yield return best.Text;
            }
        }
    }

    private bool IsSameVersion(ImageTag other) => _tag.HasVersion
        ? other.HasVersion && other.Precision == _tag.Precision && other.Version == _tag.Version
            && other.Text.StartsWith('v') == _tag.Text.StartsWith('v')
        : !other.HasVersion;

    private static bool HasFeatures(TagVariant one, TagVariant present, bool hasExtra)
    {
        const string extra = "extra";
        return one.Features.Contains(extra) == hasExtra
            && one.Features.Where(static word => word != extra).SequenceEqual(present.Features.Where(static word => word != extra));
    }

    /// <summary>0 for the same system, 1 for a tag that does not name one and for that of the image.</summary>
    private int DistanceOf(TagVariant one, TagVariant present)
    {
        if (one.System == present.System) return 0;
        if (one.System is null) return 1;
        return one.System == Codename ? 1 : 2;
    }
}
