namespace ContainerGuard.Advisories;

/// <summary>A source of vulnerability data that cannot be used.</summary>
/// <param name="source">The address of the source.</param>
/// <param name="reason">One sentence, without a full stop.</param>
internal sealed class AdvisoryException(Uri source, string reason) : Exception(reason)
{
    /// <summary>Without user name, password and query.</summary>
    public string Address { get; } = AdvisorySource.NameOf(source);

    /// <summary>What to do, as a sentence; null if the source is to be corrected.</summary>
    public string? Remedy { get; init; }
}
