namespace ContainerGuard.Pinning;

/// <summary>The severity of an unpinned base image: the value of <c>ContainerGuardPinning</c>.</summary>
internal enum PinningMode
{
    /// <summary>An error.</summary>
    Require,

    /// <summary>A warning; an image that cannot be resolved stays unpinned.</summary>
    Prefer,

    /// <summary>
    /// An error, unless the lock file has the image: the build is made to use the digests of the lock file, and the Dockerfile keeps its
    /// tags.
    /// </summary>
    Lock,

    /// <summary>Not reported.</summary>
    Off,
}
