using ContainerGuard.Analysis;

namespace ContainerGuard.Generation.Node;

/// <summary>A program that a development package downloads when it is installed, and that only tests and desktops use.</summary>
/// <param name="Variable">The environment variable that skips the download (the package's documentation).</param>
/// <param name="Value">Its value.</param>
internal sealed record TestProgram(string Variable, string Value)
{
    private static readonly (string Package, TestProgram Program)[] Known =
    [
        ("cypress", new("CYPRESS_INSTALL_BINARY", "0")), ("electron", new("ELECTRON_SKIP_BINARY_DOWNLOAD", "1")),
        ("chromedriver", new("CHROMEDRIVER_SKIP_DOWNLOAD", "true")),
    ];

    /// <summary>The programs of the packages that an installation has for development only.</summary>
    public static IReadOnlyList<TestProgram> Of(IReadOnlyList<PackageJson> manifests) =>
    [
        .. Known.Where(known => manifests.Any(one => one.DevDependencies.ContainsKey(known.Package))
            && !manifests.Any(one => one.Dependencies.ContainsKey(known.Package))).Select(static known => known.Program),
    ];
}
