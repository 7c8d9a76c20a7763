using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Images;

namespace ContainerGuard.Scanning;

/// <summary>The runtimes of .NET in a base image, by what the lock file knows of it, else by a tag with the whole version.</summary>
internal static class BaseRuntimes
{
    /// <summary>Null if the image may have .NET and its version is not known; empty if it has none.</summary>
    /// <param name="image">The base image.</param>
    /// <param name="known">What the lock file knows of exactly this image; null if it has no entry.</param>
    public static IReadOnlyList<InstalledRuntime>? Of(ImageReference image, ImageFacts? known)
    {
        var isMusl = known?.System?.Id == "alpine" || image.Tag?.Contains("alpine", StringComparison.Ordinal) == true;
        if (known is { DotNet.Count: > 0 })
        {
            List<InstalledRuntime> runtimes = [];
            if (known.DotNet.TryGetValue(DotNetVersions.Runtime, out var runtime)) Add(DotNetAdvisories.Runtime, runtime);
            if (known.DotNet.TryGetValue(DotNetVersions.AspNet, out var aspNet)) Add(DotNetAdvisories.AspNet, aspNet);
            return runtimes;

            void Add(string product, string version) => runtimes.Add(InstalledRuntime.OfImage(product, version, isMusl));
        }

        if (DotNetImage.Of(image) is not { } named) return [];
        if (named.Product == DotNetProduct.RuntimeDeps) return [];
        if (named.Product == DotNetProduct.Sdk || named.Tag.Precision < 3) return null;
        var version = VersionOf(named.Tag);
        return named.Product == DotNetProduct.Runtime
            ? [InstalledRuntime.OfImage(DotNetAdvisories.Runtime, version, isMusl)]
            : [
                InstalledRuntime.OfImage(DotNetAdvisories.Runtime, version, isMusl),
                InstalledRuntime.OfImage(DotNetAdvisories.AspNet, version, isMusl),
            ];
    }

    private static string VersionOf(ImageTag tag) => tag.Version!.ToNormalizedString();
}
