namespace ContainerGuard.Images;

/// <summary>How a family of systems installs its packages.</summary>
/// <param name="System">A system of it, as people call it.</param>
/// <param name="Managers">The programs, the usual one first.</param>
/// <param name="Install">How it installs in a RUN, up to the names.</param>
internal sealed record PackageSystem(string System, string[] Managers, string Install);

/// <summary>Which package managers an image has, where that is certain.</summary>
internal static class PackageSystems
{
    private static readonly PackageSystem Alpine = new("Alpine", ["apk"], "apk add --no-cache");
    private static readonly PackageSystem Debian = new("Debian", ["apt-get", "apt", "aptitude"], "apt-get update && apt-get install -y --no-install-recommends");
    private static readonly PackageSystem Ubuntu = Debian with { System = "Ubuntu" };
    private static readonly PackageSystem Fedora = new("Fedora and Red Hat", ["dnf", "yum", "microdnf", "tdnf"], "dnf install -y");

    /// <summary>By what the image was seen to hold; null for a system of another kind.</summary>
    public static PackageSystem? Of(SystemRelease system) =>
        system.Id is "alpine" or "wolfi" or "chainguard" ? Alpine
        : system.Id == "ubuntu" ? Ubuntu
        : system.IsLike("debian") ? Debian
        : system.IsLike("fedora") || system.IsLike("rhel") || system.Id is "centos" or "rocky" or "almalinux" or "amzn" or "mariner" or "azurelinux" or "ol" ? Fedora
        : null;

    /// <summary>By its name: of official images, which say in their tag what they are built on; null for every other.</summary>
    public static PackageSystem? Of(ImageReference image)
    {
        if (EndOfLifeRepositories.OfficialName(image) is not { } name) return null;

        var tag = image.EffectiveTag ?? "";
        var isAlpine = tag.Contains("alpine", StringComparison.Ordinal);
        return name switch
        {
            "alpine" => Alpine,
            "debian" => Debian,
            "ubuntu" => Ubuntu,
            "fedora" or "centos" or "rockylinux" or "almalinux" or "amazonlinux" => Fedora,
            _ when isAlpine => Alpine,
            "node" or "python" or "ruby" or "golang" or "rust" or "gcc" or "perl" or "php" or "nginx" or "httpd" or "postgres" or "redis" or "buildpack-deps"
                when !tag.Contains("windows", StringComparison.Ordinal) && !tag.Contains("nanoserver", StringComparison.Ordinal) => Debian,
            _ => null,
        };
    }
}
