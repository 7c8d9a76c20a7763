using ContainerGuard.Images;

namespace ContainerGuard.Scanning.Bases;

/// <summary>An image that could be the base.</summary>
/// <param name="Image">With its original name; with a digest where one is certain.</param>
/// <param name="Step">How far it is from the present base.</param>
internal sealed record BaseCandidate(ImageReference Image, BaseStep Step);
