namespace ContainerGuard.Images;

/// <summary>How far an update may go: the value of <c>ContainerGuardUpdatePolicy</c>. Each includes those before it.</summary>
internal enum UpdatePolicy
{
    /// <summary>To another digest under the same tag.</summary>
    Digest,

    /// <summary>To a tag of the same major and minor version.</summary>
    Patch,

    /// <summary>To a tag of the same major version.</summary>
    Minor,

    /// <summary>
    /// To a later version with long-term support. Of a product whose releases all get the same support, to a tag of the same major version.
    /// </summary>
    Lts,

    /// <summary>To any later version.</summary>
    Major,
}
