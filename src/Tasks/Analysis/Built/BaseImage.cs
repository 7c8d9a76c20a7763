using ContainerGuard.Images;

namespace ContainerGuard.Analysis.Built;

/// <summary>The base image of an inspected image, as its registry describes it.</summary>
/// <param name="Reference">Its name, with the digest that is locked.</param>
/// <param name="DiffIds">The digests of its unpacked layers, lowest first.</param>
/// <param name="Steps">The number of entries of its history.</param>
internal sealed record BaseImage(ImageReference Reference, IReadOnlyList<string> DiffIds, int Steps)
{
    /// <summary>Whether the layers of an image begin with those of the base.</summary>
    public bool IsBelow(IReadOnlyList<string> diffIds) =>
        DiffIds.Count <= diffIds.Count && DiffIds.SequenceEqual(diffIds.Take(DiffIds.Count), StringComparer.Ordinal);
}
