using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Packages.Versions;
using ContainerGuard.Rules;

namespace ContainerGuard.Scanning;

/// <summary>A runtime of .NET, in an image or in an application.</summary>
/// <param name="Product">
/// The name in .NET's own data: <see cref="DotNetAdvisories.Runtime"/> or <see cref="DotNetAdvisories.AspNet"/>.
/// </param>
/// <param name="Pack">The name of its package in NuGet's data.</param>
/// <param name="Version">Its version.</param>
/// <param name="Platform"><c>linux</c>, <c>windows</c> or <c>macos</c>.</param>
internal sealed record InstalledRuntime(string Product, string Pack, string Version, string Platform)
{
    private const string RuntimePack = "Microsoft.NETCore.App.Runtime.";
    private const string AspNetPack = "Microsoft.AspNetCore.App.Runtime.";

    /// <summary>A runtime of an image for Linux.</summary>
    /// <param name="product">The name in .NET's own data.</param>
    /// <param name="version">Its version.</param>
    /// <param name="isMusl">Whether the image is Alpine.</param>
    public static InstalledRuntime OfImage(string product, string version, bool isMusl) => new(
        product, (product == DotNetAdvisories.Runtime ? RuntimePack : AspNetPack) + (isMusl ? "linux-musl-x64" : "linux-x64"), version,
        "linux");

    /// <summary>A runtime pack that an application ships; null for another pack.</summary>
    public static InstalledRuntime? OfPack(string id, string version)
    {
        var product = id.StartsWith(RuntimePack, StringComparison.OrdinalIgnoreCase) ? DotNetAdvisories.Runtime
            : id.StartsWith(AspNetPack, StringComparison.OrdinalIgnoreCase) ? DotNetAdvisories.AspNet
            : null;
        var platform = id.Contains(".win-", StringComparison.OrdinalIgnoreCase) ? "windows"
            : id.Contains(".osx-", StringComparison.OrdinalIgnoreCase) ? "macos"
            : "linux";
        return product is null ? null : new InstalledRuntime(product, NameInData(id), version, platform);
    }

    /// <summary>Data names the pack of the usual runtime; native applications are made of the same sources.</summary>
    private static string NameInData(string id) => id.Replace(".NativeAOT.", ".", StringComparison.OrdinalIgnoreCase)
        .Replace(".Mono.", ".", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name in messages.</summary>
    public string Name => Product == DotNetAdvisories.Runtime ? ".NET" : "ASP.NET Core";

    /// <summary>The vulnerabilities of this version that count; null without one.</summary>
    public VulnerablePackage? Find(AdvisoryTable table, Accepted accepted, RuleDescriptor rule)
    {
        // A feed that knows nothing of runtimes does not make them safe.
        var rows = table.Find(Advisory.NuGet, Pack) is { Count: > 0 } known
            ? known
            : DotNetAdvisories.Table.Find(DotNetAdvisories.Ecosystem, Product) ?? [];
        var remaining = accepted.Remaining(rule, Name, Version, rows, row => row.Affects(Version, VersionOrder.NuGet.Compare));
        var found = VulnerablePackage.Find(Name, Version, remaining, VersionOrder.NuGet.Compare, Platform);
        return found?.Fixed is { } fixedIn ? found with { Fixed = DotNetAdvisories.Released(fixedIn) } : found;
    }
}
