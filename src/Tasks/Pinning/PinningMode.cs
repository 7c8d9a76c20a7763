namespace ContainerGuard.Pinning;

/// <summary>The severity of an unpinned base image: the value of <c>ContainerGuardPinning</c>.</summary>
internal enum PinningMode
{
    /// <summary>An error.</summary>
    Require,

    /// <summary>A warning; an image that cannot be resolved stays unpinned.</summary>
    Prefer,

    /// <summary>Not reported.</summary>
    Off,
}
