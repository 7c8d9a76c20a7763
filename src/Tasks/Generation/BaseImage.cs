namespace ContainerGuard.Generation;

/// <summary>An image, and a clause that says why it was chosen.</summary>
internal sealed record BaseImage(string Reference, string Reason)
{
    /// <summary>The reason as a sentence.</summary>
    public string Sentence => $"{char.ToUpperInvariant(Reason[0])}{Reason[1..]}.";
}
