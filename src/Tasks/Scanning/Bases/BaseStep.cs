namespace ContainerGuard.Scanning.Bases;

/// <summary>How far another base image is from the present one; the nearest first.</summary>
internal enum BaseStep
{
    /// <summary>The present image itself.</summary>
    Now,

    /// <summary>The current digest of the same tag.</summary>
    Digest,

    /// <summary>A tag of the same major and minor version.</summary>
    Patch,

    /// <summary>A tag of the same major version.</summary>
    Minor,

    /// <summary>A later major version: one with long-term support, if the product has such releases.</summary>
    Major,

    /// <summary>The same version as another kind of image: slim, Alpine, chiseled, distroless.</summary>
    Variant,

    /// <summary>The same version as a Docker Hardened Image, from another registry.</summary>
    Hardened,
}
