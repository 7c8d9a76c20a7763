namespace ContainerGuard.Advisories;

/// <summary>A source of vulnerability data that cannot be used.</summary>
/// <param name="source">The address of the source.</param>
/// <param name="reason">One sentence, without a full stop.</param>
internal sealed class AdvisoryException(Uri source, string reason) : Exception(reason)
{
    /// <summary>Without user name, password and query.</summary>
    public string Address { get; } = AdvisorySource.NameOf(source);

    /// <summary>Whether most of the data was read.</summary>
    public bool IsPartial { get; private init; }

    /// <summary>The same, with a mask for its texts, which a server can have written.</summary>
    public AdvisoryException Masked(Func<string, string> mask) =>
        new(source, mask(Message)) { IsPartial = IsPartial, Remedy = Remedy is null ? null : mask(Remedy) };

    /// <summary>Some of the data is not valid, and the rest was read.</summary>
    /// <param name="source">The source.</param>
    /// <param name="count">The number of parts that are not valid.</param>
    /// <param name="one">A part, as one word.</param>
    /// <param name="of">What follows the part; may be empty.</param>
    /// <param name="firstProblem">Why the first one is not valid, as a clause.</param>
    public static AdvisoryException Skipped(Uri source, int count, string one, string of, string firstProblem) => new(
        source,
        count == 1
            ? $"1 {one}{of} was skipped: {firstProblem}"
            : $"{count} {one}s{of} were skipped (the first {one}: {firstProblem})") { IsPartial = true };

    /// <summary>What to do, as a sentence; null if the source is to be corrected.</summary>
    public string? Remedy { get; init; }
}
