using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>
/// What <c>containerguard.lock.json</c> says: for each reference, the digest it is pinned to and what is known of the image. Holds no
/// time of resolution, so that a run that changes nothing makes no diff.
/// </summary>
internal sealed class LockFile
{
    /// <summary>The format that is written, and the newest that is read.</summary>
    public const int CurrentVersion = 1;

    public const string Schema = "https://raw.githubusercontent.com/containerguard/containerguard/main/docs/containerguard.lock.schema.json";

    public static readonly LockFile Empty = new(new Dictionary<string, ResolvedImage>(StringComparer.Ordinal));

    private readonly Dictionary<string, ResolvedImage> _images;

    public LockFile(Dictionary<string, ResolvedImage> images) => _images = images;

    /// <summary>By <see cref="ImageReference.NormalizedWithoutDigest"/>, in no order.</summary>
    public IReadOnlyDictionary<string, ResolvedImage> Images => _images;

    /// <summary>The entry for a reference, whatever digest the reference itself may carry; null if there is none.</summary>
    public ResolvedImage? Find(ImageReference reference) => _images.GetValueOrDefault(reference.NormalizedWithoutDigest);

    /// <summary>This file with more entries.</summary>
    /// <param name="images">Entries by key.</param>
    /// <param name="replace">Whether they take the place of entries that are there already.</param>
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

        return new LockFile(merged);
    }

    /// <summary>This file with fewer entries.</summary>
    /// <param name="keys">Those that go.</param>
    public LockFile Without(IReadOnlyCollection<string> keys) =>
        new(_images.Where(image => !keys.Contains(image.Key)).ToDictionary(StringComparer.Ordinal));
}

/// <summary>How a lock file can be of no use.</summary>
internal enum LockFileFault
{
    /// <summary>Its content makes no sense.</summary>
    Malformed,

    /// <summary>Its format is one that a later version writes.</summary>
    Newer,

    /// <summary>It is there and cannot be read.</summary>
    Unreadable,

    /// <summary>It cannot be written; the old file, if any, is untouched.</summary>
    Unwritable,
}

/// <summary>Why a lock file cannot be used: one clear diagnostic's worth.</summary>
/// <param name="Fault">The class of fault.</param>
/// <param name="Path">The file, absolute.</param>
/// <param name="Line">From 1; 0 where the fault is not at a place in the file.</param>
/// <param name="Column">In characters from 1; 0 as <paramref name="Line"/>.</param>
/// <param name="Message">One sentence, without a full stop.</param>
/// <param name="Remedy">What to do: one sentence.</param>
internal sealed record LockFileError(LockFileFault Fault, string Path, int Line, int Column, string Message, string Remedy);

/// <summary>Carries a <see cref="LockFileError"/> up to where it is reported.</summary>
internal sealed class LockFileException(LockFileError error) : Exception(error.Message)
{
    public LockFileError Error { get; } = error;
}
