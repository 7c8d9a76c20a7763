namespace ContainerGuard.Registry;

/// <summary>The media types a base image's manifest may have (OCI image specification, media-types.md, and Docker's older names).</summary>
internal static class MediaTypes
{
    public const string
        OciIndex = "application/vnd.oci.image.index.v1+json",
        OciManifest = "application/vnd.oci.image.manifest.v1+json",
        OciConfig = "application/vnd.oci.image.config.v1+json",
        DockerList = "application/vnd.docker.distribution.manifest.list.v2+json",
        DockerManifest = "application/vnd.docker.distribution.manifest.v2+json",
        DockerConfig = "application/vnd.docker.container.image.v1+json";

    /// <summary>
    /// All four, the indexes first: a registry that is not told about indexes answers with one platform's manifest, or not at all,
    /// and one that is told about nothing else refuses single manifests.
    /// </summary>
    public const string AnyManifest = $"{OciIndex}, {DockerList}, {OciManifest}, {DockerManifest}";

    /// <summary>Docker's first format, signed inline; no registry has made one for years.</summary>
    public static bool IsSchema1(string? mediaType) =>
        mediaType is "application/vnd.docker.distribution.manifest.v1+json" or "application/vnd.docker.distribution.manifest.v1+prettyjws";

    public static bool IsIndex(string? mediaType) => mediaType is OciIndex or DockerList;

    public static bool IsManifest(string? mediaType) => mediaType is OciManifest or DockerManifest;
}
