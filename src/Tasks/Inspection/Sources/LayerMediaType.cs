namespace ContainerGuard.Inspection.Sources;

/// <summary>The media types of layers (OCI image specification, media-types.md, and Docker's older names).</summary>
internal static class LayerMediaType
{
    /// <summary>
    /// Whether it is an archive of files. Encrypted layers and attestations are not. The compression is recognized by the bytes.
    /// </summary>
    public static bool IsReadable(string mediaType) =>
        !mediaType.EndsWith("+encrypted", StringComparison.Ordinal)
        && (mediaType.Contains(".tar", StringComparison.Ordinal) || mediaType.Contains("rootfs", StringComparison.Ordinal));

    /// <summary>Whether registries do not distribute it, so that it may be missing (Windows bases).</summary>
    public static bool IsForeign(string mediaType) =>
        mediaType.Contains("nondistributable", StringComparison.Ordinal) || mediaType.Contains("foreign", StringComparison.Ordinal);
}
