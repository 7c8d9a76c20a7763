namespace ContainerGuard.Generation;

/// <summary>An image, and a clause that says why it was chosen.</summary>
internal sealed record BaseImage(string Reference, string Reason)
{
    /// <summary>The reason as a sentence.</summary>
    public string Sentence => $"{char.ToUpperInvariant(Reason[0])}{Reason[1..]}.";

    /// <summary>The image reference after FROM.</summary>
    /// <param name="pins">As for <see cref="ContainerPlan.Write"/>.</param>
    public string Pinned(IReadOnlyDictionary<string, string> pins) => pins.TryGetValue(Reference, out var pinned) ? pinned : Reference;
}
