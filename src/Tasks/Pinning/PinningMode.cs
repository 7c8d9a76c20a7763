namespace ContainerGuard.Pinning;

/// <summary>What an unpinned base image is: the value of <c>ContainerGuardPinning</c>.</summary>
internal enum PinningMode
{
    /// <summary>An error.</summary>
    Require,

    /// <summary>A warning; an image that cannot be resolved stays as it is.</summary>
    Prefer,

    /// <summary>Nobody's business.</summary>
    Off,
}
