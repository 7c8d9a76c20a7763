using ContainerGuard.Advisories.Matching;
using ContainerGuard.Advisories.Osv;
using ContainerGuard.Packages;

namespace ContainerGuard.Scanning;

/// <summary>How advisories name the packages of an image, and which packages they do not judge.</summary>
internal static class PackageLookup
{
    /// <summary>The package in its ecosystem; null for a system without known data, or a package without a version.</summary>
    public static PackageVersion? Of(Package package)
    {
        if (package.Version.Length == 0 || EcosystemOf(package) is not { } ecosystem) return null;
        return OsvEcosystem.NamesSources(ecosystem)
            ? new PackageVersion(ecosystem, package.Source, package.SourceVersion, package.Modularity)
            : new PackageVersion(ecosystem, package.Name, package.Version, package.Modularity);
    }

    /// <summary>The ecosystem in OSV's spelling; null for a system that OSV does not know.</summary>
    public static string? EcosystemOf(Package package) => package.Type switch
    {
        PackageType.NuGet => "NuGet",
        PackageType.Npm => "npm",
        PackageType.Go => "Go",
        PackageType.Maven => "Maven",
        PackageType.Gem => "RubyGems",
        PackageType.PyPi => "PyPI",
        PackageType.Composer => "Packagist",
        _ => package.Distribution is { Version.Length: > 0 } or { Id: "wolfi" or "chainguard" }
            ? OsvEcosystem.OfSystem(package.Distribution.Id, package.Distribution.Version)
            : null,
    };

    /// <summary>
    /// Whether the scan leaves a package out: the application itself, what only its development needs, what the system's manager owns (its
    /// advisories judge it), and what has only documentation.
    /// </summary>
    public static bool IsLeftOut(Package package) =>
        package.Role == PackageRole.Application || package.IsDevelopment || package.OwnedBy.Length > 0 || package.HasOnlyDocumentation;

    /// <summary>Whether a package has only headers of the kernel: a container runs the kernel of its host.</summary>
    public static bool IsOfKernel(Package package) => package.Type.IsOfSystem()
        && (package.Name is "linux-libc-dev" or "linux-headers" or "kernel-headers" or "linux-api-headers" or "kernel-devel"
            || package.Name.StartsWith("linux-headers-", StringComparison.Ordinal));

    /// <summary>The ecosystems and names that a scan of packages looks up.</summary>
    public static IEnumerable<PackageVersion> All(IEnumerable<Package> packages) =>
        packages.Where(static package => !IsLeftOut(package) && !IsOfKernel(package)).Select(Of).OfType<PackageVersion>().Distinct();
}
