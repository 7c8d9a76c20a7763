namespace ContainerGuard.Dockerfile;

/// <summary>
/// Bounds what expansion may cost a file: <c>ENV A=$A$A</c> doubles with every line, and no real file comes near the bound.
/// What it no longer allows is unknown.
/// </summary>
internal sealed class ExpansionBudget
{
    /// <summary>The longest string Linux takes in an environment (MAX_ARG_STRLEN).</summary>
    public const int MaximumLength = 128 * 1024;

    private long _remaining = 1 << 26;

    /// <param name="work">Characters copied or compared.</param>
    public bool TryTake(long work)
    {
        _remaining -= work;
        return _remaining >= 0;
    }
}
