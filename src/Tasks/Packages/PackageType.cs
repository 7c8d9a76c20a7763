namespace ContainerGuard.Packages;

/// <summary>
/// The ecosystem of a package. It decides the order of versions, the source of advisories and the form of the package URL.
/// </summary>
internal enum PackageType
{
    Deb,
    Apk,
    Rpm,

    /// <summary>A NuGet package, a shared framework or a runtime pack of .NET.</summary>
    NuGet,
    Npm,

    /// <summary>A Go module; the standard library is the module <c>stdlib</c>.</summary>
    Go,
    Maven,
    Gem,
    PyPi,
    Composer,
}

internal static class PackageTypes
{
    /// <summary>Whether the package manager of the system owns the package and its files.</summary>
    public static bool IsOfSystem(this PackageType type) => type is PackageType.Deb or PackageType.Apk or PackageType.Rpm;

    /// <summary>The type in a package URL.</summary>
    public static string Name(this PackageType type) => type switch
    {
        PackageType.Deb => "deb",
        PackageType.Apk => "apk",
        PackageType.Rpm => "rpm",
        PackageType.NuGet => "nuget",
        PackageType.Npm => "npm",
        PackageType.Go => "golang",
        PackageType.Maven => "maven",
        PackageType.Gem => "gem",
        PackageType.PyPi => "pypi",
        PackageType.Composer => "composer",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
