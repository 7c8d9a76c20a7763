using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// The content of <c>containerguard.lock.json</c>: for each reference, its digest and the facts about the image. It has no
/// time stamp, so that a run that changes no entry makes no diff.
/// </summary>
internal sealed class LockFile
{
    /// <summary>The format that is written, and the newest that is read.</summary>
    public const int CurrentVersion = 1;

    public const string Schema =
        "https://raw.githubusercontent.com/containerguard/containerguard/main/docs/containerguard.lock.schema.json";

    public static readonly LockFile Empty = new(new Dictionary<string, ResolvedImage>(StringComparer.Ordinal));

    private readonly Dictionary<string, ResolvedImage> _images;

    private readonly ImageMirrors _mirrors;

    public LockFile(Dictionary<string, ResolvedImage> images, ImageMirrors? mirrors = null) =>
        (_images, _mirrors) = (images, mirrors ?? ImageMirrors.None);

    /// <summary>By <see cref="ImageReference.NormalizedWithoutDigest"/>, in no order.</summary>
    public IReadOnlyDictionary<string, ResolvedImage> Images => _images;

    /// <summary>The sources that ADD gets from the network, by <see cref="RemoteSource.Address"/>, in no order.</summary>
    public IReadOnlyDictionary<string, LockedSource> Sources { get; init; } =
        new Dictionary<string, LockedSource>(StringComparer.Ordinal);

    /// <summary>The digest of the file with the locked vulnerability data; null without such a file.</summary>
    public ImageDigest? Advisories { get; init; }

    /// <summary>Whether an entry had the name of a mirror when the file was read, and has the original name now.</summary>
    public bool HasRenamedEntries { get; private init; }

    /// <summary>Whether the file exists, with or without entries.</summary>
    public bool IsOnDisk { get; init; }

    /// <summary>
    /// The entry for a reference, whether or not the reference has a digest itself; null if the file lacks it. A mirror's name finds the
    /// original's entry.
    /// </summary>
    public ResolvedImage? Find(ImageReference reference) => _images.GetValueOrDefault(_mirrors.Original(reference).NormalizedWithoutDigest);

    /// <summary>
    /// This file with each entry under the original name of its image, where earlier versions or people wrote a mirror's.
    /// </summary>
    public LockFile WithOriginalNames(ImageMirrors mirrors)
    {
        if (mirrors.IsEmpty) return this;
        var named =
            _images.ToLookup(image => mirrors.Original(ImageReference.Parse(image.Key)).NormalizedWithoutDigest, StringComparer.Ordinal);
        return new LockFile(named.ToDictionary(static entries => entries.Key, Preferred, StringComparer.Ordinal), mirrors)
        {
            IsOnDisk = IsOnDisk,
            Sources = Sources,
            Advisories = Advisories,
            HasRenamedEntries = named.Any(static entries => entries.Any(entry => entry.Key != entries.Key)),
        };

        // An entry that has the original name already was written later.
        static ResolvedImage Preferred(IGrouping<string, KeyValuePair<string, ResolvedImage>> entries) =>
            entries.OrderByDescending(entry => entry.Key == entries.Key)
                .ThenBy(static entry => entry.Key, StringComparer.Ordinal).First().Value;
    }

    /// <summary>This file with more entries.</summary>
    /// <param name="images">Entries by key.</param>
    /// <param name="replace">Whether they replace existing entries.</param>
    public LockFile With(IReadOnlyDictionary<string, ResolvedImage> images, bool replace)
    {
        var merged = new Dictionary<string, ResolvedImage>(_images, StringComparer.Ordinal);
        foreach (var (key, image) in images)
        {
            if (replace || !merged.ContainsKey(key))
            {
                merged[key] = image;
            }
        }

        return Of(merged);
    }

    /// <summary>This file with more sources, which replace existing ones.</summary>
    /// <param name="sources">By address.</param>
    public LockFile WithSources(IEnumerable<KeyValuePair<string, LockedSource>> sources)
    {
        var merged = new Dictionary<string, LockedSource>(Sources, StringComparer.Ordinal);
        foreach (var (address, source) in sources) merged[address] = source;
        return Of(_images, merged, Advisories);
    }

    /// <summary>This file with the digest of other vulnerability data.</summary>
    /// <param name="advisories">Null for none.</param>
    public LockFile WithAdvisories(ImageDigest? advisories) => Of(_images, Sources, advisories);

    /// <summary>This file with fewer entries.</summary>
    /// <param name="keys">The keys to remove.</param>
    public LockFile Without(IReadOnlyCollection<string> keys) =>
        Of(_images.Where(image => !keys.Contains(image.Key)).ToDictionary(StringComparer.Ordinal));

    private LockFile Of(Dictionary<string, ResolvedImage> images) =>
        new(images, _mirrors) { IsOnDisk = IsOnDisk, Sources = Sources, Advisories = Advisories };

    private LockFile Of(
        Dictionary<string, ResolvedImage> images, IReadOnlyDictionary<string, LockedSource> sources, ImageDigest? advisories) =>
        new(images, _mirrors)
        {
            IsOnDisk = IsOnDisk, Sources = sources, Advisories = advisories, HasRenamedEntries = HasRenamedEntries,
        };
}

/// <summary>Why a lock file cannot be used.</summary>
internal enum LockFileProblemKind
{
    /// <summary>Its content is not valid.</summary>
    Malformed,

    /// <summary>A later version wrote it, in another format.</summary>
    Newer,

    /// <summary>It exists and cannot be read.</summary>
    Unreadable,

    /// <summary>It cannot be written; the old file, if any, is untouched.</summary>
    Unwritable,
}

/// <summary>Why a lock file cannot be used: one clear diagnostic's worth.</summary>
/// <param name="Kind">The class of fault.</param>
/// <param name="Path">The file, absolute.</param>
/// <param name="Line">From 1; 0 where the fault is not at a place in the file.</param>
/// <param name="Column">In characters from 1; 0 as <paramref name="Line"/>.</param>
/// <param name="Message">One sentence, without a full stop.</param>
/// <param name="Remedy">What to do: one sentence.</param>
internal sealed record LockFileProblem(LockFileProblemKind Kind, string Path, int Line, int Column, string Message, string Remedy);

/// <summary>Carries a <see cref="LockFileProblem"/> up to where it is reported.</summary>
internal sealed class LockFileException(LockFileProblem error) : Exception(error.Message)
{
    public LockFileProblem Error { get; } = error;
}
