namespace ContainerGuard.Generation;

/// <summary>An image and, in a clause, why it was taken.</summary>
internal sealed record BaseImage(string Reference, string Reason)
{
    /// <summary>The reason as a sentence.</summary>
    public string Sentence => $"{char.ToUpperInvariant(Reason[0])}{Reason[1..]}.";

    /// <summary>What stands after FROM.</summary>
    /// <param name="pins">As <see cref="ContainerPlan.Write"/> has them.</param>
    public string Pinned(IReadOnlyDictionary<string, string> pins) => pins.TryGetValue(Reference, out var pinned) ? pinned : Reference;
}
