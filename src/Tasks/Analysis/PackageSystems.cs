using ContainerGuard.Images;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>How packages are installed in a family of systems.</summary>
/// <param name="System">The usual name of a system in it.</param>
/// <param name="Family">The family of its package managers.</param>
/// <param name="Install">The command that installs packages in a RUN, without their names.</param>
internal sealed record PackageSystem(string System, PackageFamily Family, string Install);

/// <summary>The package managers of images for which they are certain.</summary>
internal static class PackageSystems
{
    private static readonly PackageSystem Alpine = new("Alpine", PackageFamily.Apk, "apk add --no-cache");
    private static readonly PackageSystem Debian =
        new("Debian", PackageFamily.Apt, "apt-get update && apt-get install -y --no-install-recommends");
    private static readonly PackageSystem Ubuntu = Debian with { System = "Ubuntu" };
    private static readonly PackageSystem Fedora = new("Fedora and Red Hat", PackageFamily.Dnf, "dnf install -y");

    /// <summary>By the system in the image; null for other systems.</summary>
    public static PackageSystem? Of(SystemRelease system) =>
        system.Id is "alpine" or "wolfi" or "chainguard" ? Alpine
        : system.Id == "ubuntu" ? Ubuntu
        : system.IsLike("debian") ? Debian
        : system.IsLike("fedora")
            || system.IsLike("rhel")
            || system.Id is "centos" or "rocky" or "almalinux" or "amzn" or "mariner" or "azurelinux" or "ol" ? Fedora
        : null;

    /// <summary>By the tag of an official image, which names its system; null for other images.</summary>
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
            "node" or "python" or "ruby" or "golang" or "rust" or "gcc" or "perl" or "php" or "nginx" or "httpd" or "postgres" or "redis"
            or "buildpack-deps"
                when !tag.Contains("windows", StringComparison.Ordinal) && !tag.Contains("nanoserver", StringComparison.Ordinal) => Debian,
            _ => null,
        };
    }
}
