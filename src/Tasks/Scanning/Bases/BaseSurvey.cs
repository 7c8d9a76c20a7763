using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Registry;

namespace ContainerGuard.Scanning.Bases;

/// <summary>Asks registries for the images that could take the place of a base image, and reads what they contain.</summary>
/// <param name="registry">The registries.</param>
/// <param name="reader">Reads images.</param>
/// <param name="facts">The lock file, the mirrors and the current day.</param>
/// <param name="cancellationToken">Ctrl+C.</param>
internal sealed class BaseSurvey(
    IRegistryClient registry, BaseContentsReader reader, FileFacts facts, CancellationToken cancellationToken)
{
    /// <summary>Reads a base image and the others.</summary>
    /// <param name="image">The base, as written.</param>
    /// <param name="place">Where it is named; null if a person named it.</param>
    /// <exception cref="InspectionException">The base is not an image for Linux, or it is damaged.</exception>
    /// <exception cref="RegistryException">The registry did not answer about the base.</exception>
    public SurveyedBase Read(ImageReference image, ScanPlace? place)
    {
        var original = facts.Mirrors.Original(image);
        var digest = original.Digest ?? facts.Locked(original)?.Digest;
        var present = new BaseCandidate(digest is null ? original : original.WithDigest(digest), BaseStep.Now);
        var contents = reader.Read(present.Image);
        if (original.EffectiveTag is not { } tag)
        {
            return new SurveyedBase(original, place, new ReadBase(present, contents, null), [], null);
        }

        List<BaseCandidate> candidates = [];
        var tagged = original.WithDigest(null).WithTag(tag);
        string? problem = null;
        try
        {
            if (digest is not null)
            {
                var current = registry.GetDigestAsync(facts.Mirrors.Apply(tagged), cancellationToken).GetAwaiter().GetResult();
                if (current != digest) candidates.Add(new BaseCandidate(tagged.WithDigest(current), BaseStep.Digest));
            }

            var tags = registry.ListTagsAsync(facts.Mirrors.Apply(tagged), cancellationToken).GetAwaiter().GetResult();
            candidates.AddRange(new BaseCandidates(tagged, tags, facts.Today) { Codename = contents.System?.Codename }.Find());
        }
        catch (RegistryException exception)
        {
            problem = exception.Problem.Message;
        }

        List<ReadBase> others = [.. candidates.Select(Read)];
        if (ReadHardened(tagged) is { } hardened) others.Add(hardened);
        return new SurveyedBase(original, place, new ReadBase(present, contents, null), others, problem);
    }

    /// <summary>The hardened image in place of the base, if the machine is signed in there, or the project has a mirror.</summary>
    private ReadBase? ReadHardened(ImageReference tagged)
    {
        if (HardenedImages.RepositoryFor(tagged) is not { } repository || !reader.Registry.MayAsk(repository)) return null;
        var asked = facts.Mirrors.Apply(repository);
        try
        {
            if (asked == repository && !IsSignedIn(asked)) return null;
            var tags = registry.ListTagsAsync(asked, cancellationToken).GetAwaiter().GetResult();
            return HardenedImages.TagFor(tagged.Tag!, tags) is { } tag
                ? Read(new BaseCandidate(repository.WithTag(tag), BaseStep.Hardened))
                : null;
        }
        catch (RegistryException exception) when (exception.Problem.Kind == RegistryProblemKind.NotFound)
        {
            return null;
        }
        catch (RegistryException exception)
        {
            return new ReadBase(new BaseCandidate(repository.WithTag(tagged.Tag), BaseStep.Hardened), null, exception.Problem.Message);
        }
    }

    private bool IsSignedIn(ImageReference image) => reader.Registry.Keychain
        .FindAsync(image.Registry, image.Repository, cancellationToken).AsTask().GetAwaiter().GetResult() is not null;

    private ReadBase Read(BaseCandidate candidate)
    {
        try
        {
            return new ReadBase(candidate, reader.Read(candidate.Image), null);
        }
        catch (RegistryException exception)
        {
            return new ReadBase(candidate, null, exception.Problem.Message);
        }
        catch (InspectionException exception)
        {
            return new ReadBase(candidate, null, exception.Message);
        }
    }
}

/// <summary>An image that was read.</summary>
/// <param name="Candidate">The image.</param>
/// <param name="Contents">What it contains; null if it could not be read.</param>
/// <param name="Problem">Why it could not be read.</param>
internal sealed record ReadBase(BaseCandidate Candidate, BaseContents? Contents, string? Problem)
{
    /// <summary>The image with its vulnerabilities.</summary>
    public BaseOption Judge(Advisories.AdvisoryTable table) => Contents is { } contents
        ? BaseOption.Of(Candidate, contents, table)
        : new BaseOption { Candidate = Candidate, WhyNotKnown = Problem };
}

/// <summary>A base image and the images that could take its place.</summary>
/// <param name="Image">The base, with its original name.</param>
/// <param name="Place">Where it is named; null if a person named it.</param>
/// <param name="Present">The base itself.</param>
/// <param name="Others">The others, the nearest first.</param>
/// <param name="Problem">Why the registry did not name others, a clause; null if it did.</param>
internal sealed record SurveyedBase(
    ImageReference Image, ScanPlace? Place, ReadBase Present, IReadOnlyList<ReadBase> Others, string? Problem)
{
    /// <summary>The ecosystems of all packages.</summary>
    public IEnumerable<string> Ecosystems => Others.Append(Present).SelectMany(static one => one.Contents?.Packages ?? [])
        .Select(PackageLookup.EcosystemOf).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>The comparison by vulnerabilities.</summary>
    public BaseReport Judge(Advisories.AdvisoryTable table) =>
        BaseReport.Of(Image, Place, Present.Judge(table), Others.Select(other => other.Judge(table)));
}
