using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Context;

/// <summary>The size of a context, without the files that the ignore file excludes.</summary>
/// <param name="Bytes">The bytes that the builder receives, as far as they are known.</param>
/// <param name="IsComplete">False when the context may be larger.</param>
/// <param name="Largest">The largest files and folders, in descending order. No entry contains another.</param>
internal sealed record ContextSize(long Bytes, bool IsComplete, IReadOnlyList<ContextPart> Largest)
{
    private const int Named = 5;

    /// <summary>In bytes.</summary>
    private const long Large = 100_000_000;

    /// <summary>A file or folder below this share of the context is not worth a line in the ignore file.</summary>
    private const double LeastShare = 0.01;

    /// <summary>If one entry of a folder has this share of its size, the entry is named instead of the folder.</summary>
    private const double Share = 0.9;

    public bool IsLarge => Bytes > Large;

    /// <summary>The size for a message: <c>170 MB</c>, <c>more than 2.5 GB</c>.</summary>
    public string Amount => IsComplete ? Format(Bytes) : $"more than {Format(Bytes)}";

    /// <summary>The largest files and folders that are worth a line in the ignore file.</summary>
    public IEnumerable<ContextPart> Noted => Largest.Where(entry => entry.Length >= Bytes * LeastShare);

    /// <summary>These files and folders for a message, each with its size.</summary>
    public string Names => WordList.And(Noted.Select(static entry => $"'{entry.Path}' ({Format(entry.Length)})"));

    public static ContextSize Of(ContextEntry root, ContextLengths lengths, bool isComplete)
    {
        List<(ContextEntry Entry, long Length)> largest =
            [.. (root.Children ?? []).Select(entry => (entry, lengths.Of(entry))).Where(static entry => entry.Item2 > 0)];
        largest.Sort(static (one, other) =>
            one.Length != other.Length ? other.Length.CompareTo(one.Length) : string.CompareOrdinal(one.Entry.Path, other.Entry.Path));
        return new ContextSize(lengths.Of(root), isComplete, [.. largest.Take(Named).Select(entry => Narrow(entry.Entry, lengths))]);
    }

    /// <summary>A size with its unit: <c>1.2 GB</c>, <c>130 MB</c>, <c>4 kB</c>.</summary>
    public static string Format(long bytes) => bytes switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1e3):0} kB"),
    };

    private static ContextPart Narrow(ContextEntry entry, ContextLengths lengths)
    {
        while (entry.Children?.Find(child => lengths.Of(child) >= lengths.Of(entry) * Share) is { } child) entry = child;
        return new ContextPart(entry.Path, lengths.Of(entry));
    }
}

/// <summary>A file or folder of a context with its size.</summary>
/// <param name="Path">Relative to the context, with forward slashes.</param>
/// <param name="Length">Bytes that are sent.</param>
internal sealed record ContextPart(string Path, long Length);
