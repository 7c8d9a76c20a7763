namespace ContainerGuard.Packages.Readers.DotNet;

/// <summary>
/// The dependency manifests of .NET applications and of shared frameworks. A library counts only with an asset: others are names in the
/// graph, such as <c>System.Net.Http 4.1.0</c>, whose code is in the framework.
/// </summary>
internal sealed class DepsJsonReader : IPackageReader
{
    private const string Ending = ".deps.json";

    public string Format => "a dependency manifest of .NET";

    public bool Wants(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    public void Read(PackageFile file, PackageFindings found)
    {
        foreach (var package in PackagesOf(DotNetDeps.Parse(file.Content), file.Folder)) found.Add(package);
    }

    /// <param name="deps">The manifest.</param>
    /// <param name="folder">The folder of the application; null for one inside a single file, whose files are not in the image.</param>
    public static IEnumerable<Package> PackagesOf(DotNetDeps deps, string? folder)
    {
        var versions = deps.Libraries.ToLookup(static library => library.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var library in deps.Libraries)
        {
            if (!library.HasAsset || library.Type is not ("package" or "project" or "runtimepack")) continue;
            yield return new Package
            {
                Type = PackageType.NuGet,
                Name = library.PackageName,
                Version = library.Version,
                Role = library.IsRuntimePack || SharedFrameworks.IsRuntime(library.PackageName) ? PackageRole.Runtime
                    : library.Type == "project" ? PackageRole.Application
                    : PackageRole.Dependency,
                Hashes = HashOf(library.Hash),
                Files = folder is null ? [] : [.. library.Assets.Select(asset => Place(folder, asset))],
                DependsOn =
                [
                    .. library.DependsOn.Select(name => versions[name].FirstOrDefault()?.PackageName ?? name)
                        .Distinct(StringComparer.OrdinalIgnoreCase),
                ],
            };
        }
    }

    private static string Place(string folder, string asset) => folder.Length == 0 ? asset : $"{folder}/{asset}";

    /// <summary>The hash <c>sha512-…</c> of a package, in base 64, with hexadecimal digits.</summary>
    public static string[] HashOf(string hash)
    {
        const string prefix = "sha512-";
        if (!hash.StartsWith(prefix, StringComparison.Ordinal)) return [];
        var bytes = new byte[64];
        return Convert.TryFromBase64String(hash[prefix.Length..], bytes, out var count) && count == 64
            ? [$"sha512:{Convert.ToHexStringLower(bytes)}"]
            : [];
    }
}
