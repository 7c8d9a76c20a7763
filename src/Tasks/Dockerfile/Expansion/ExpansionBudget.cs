namespace ContainerGuard.Dockerfile;

/// <summary>
/// Limits the cost of expansion in a file: the value of <c>ENV A=$A$A</c> doubles with every line. Real files stay far below the limit.
/// The result of an expansion beyond the limit is unknown.
/// </summary>
internal sealed class ExpansionBudget
{
    /// <summary>The longest string that Linux accepts in an environment, in bytes (MAX_ARG_STRLEN).</summary>
    public const int MaximumLength = 128 * 1024;

    private long _remaining = 1 << 26;

    /// <summary>Takes work from the budget; returns false if the budget is used up.</summary>
    /// <param name="work">The number of characters to copy or compare.</param>
    public bool TryTake(long work)
    {
        _remaining -= work;
        return _remaining >= 0;
    }
}
