using System.Globalization;
using ContainerGuard.Analysis;

namespace ContainerGuard.Generation.Node;

/// <summary>Native packages that do not compile for newer releases of Node.js.</summary>
internal static class NativePackages
{
    /// <summary>
    /// The package, its major version, the last even release that it supports (its README), and what replaces it.
    /// </summary>
    private static readonly (string Package, int Version, int Last, string Replacement)[] Limits =
    [
        ("node-sass", 4, 14, "sass"), ("node-sass", 5, 14, "sass"), ("node-sass", 6, 16, "sass"), ("node-sass", 7, 16, "sass"),
        ("node-sass", 8, 18, "sass"), ("node-sass", 9, 20, "sass"), ("grpc", 1, 14, "@grpc/grpc-js"),
    ];

    /// <summary>The first package that does not work with the release; null if none is known.</summary>
    public static Problem? ProblemOf(PackageJson manifest, NodeRelease release)
    {
        foreach (var (package, version, last, replacement) in Limits)
        {
            var range = manifest.Dependencies.GetValueOrDefault(package) ?? manifest.DevDependencies.GetValueOrDefault(package);
            if (range is null || release.Major <= last) continue;
            if (range.TrimStart('^', '~', '=', 'v').Split('.')[0] != version.ToString(CultureInfo.InvariantCulture)) continue;
            return new(
                $"{package} {version} does not compile for Node.js {release.Major}, only for releases up to {last}.",
                $"Replace it with the package {replacement}, or write {last} into .nvmrc.");
        }

        return null;
    }
}
