namespace ContainerGuard.Generation.DotNet;

/// <summary>Maps runtime identifiers to container platforms.</summary>
internal static class RuntimeIdentifiers
{
    /// <summary>The platform of a runtime identifier; null for an unknown identifier.</summary>
    public static string? PlatformOf(string runtimeIdentifier)
    {
        var dash = runtimeIdentifier.LastIndexOf('-');
        return dash < 0 ? null : runtimeIdentifier[(dash + 1)..] switch
        {
            "x64" => "linux/amd64",
            "arm64" => "linux/arm64",
            "arm" => "linux/arm/v7",
            "x86" => "linux/386",
            "s390x" => "linux/s390x",
            "ppc64le" => "linux/ppc64le",
            _ => null,
        };
    }
}
