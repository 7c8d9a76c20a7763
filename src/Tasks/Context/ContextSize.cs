using System.Globalization;

namespace ContainerGuard.Context;

/// <summary>How large a context is, once the ignore file has left out what it leaves out.</summary>
/// <param name="Bytes">What is sent, as far as it is known.</param>
/// <param name="IsComplete">False when there may be more.</param>
/// <param name="Largest">The files and folders that make the most of it, none inside another, the largest first.</param>
internal sealed record ContextSize(long Bytes, bool IsComplete, IReadOnlyList<ContextPart> Largest)
{
    private const int Named = 5;

    /// <summary>A folder of which one thing in it makes this much is better named by that.</summary>
    private const double Share = 0.9;

    public static ContextSize Of(ContextEntry root, ContextLengths lengths, bool isComplete)
    {
        List<(ContextEntry Entry, long Length)> largest = [.. (root.Children ?? []).Select(entry => (entry, lengths.Of(entry))).Where(static entry => entry.Item2 > 0)];
        largest.Sort(static (one, other) => one.Length != other.Length ? other.Length.CompareTo(one.Length) : string.CompareOrdinal(one.Entry.Path, other.Entry.Path));
        return new ContextSize(lengths.Of(root), isComplete, [.. largest.Take(Named).Select(entry => Narrow(entry.Entry, lengths))]);
    }

    /// <summary>Such as <c>1.2 GB</c>, <c>130 MB</c>, <c>4 kB</c>.</summary>
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
