using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Sbom;

/// <summary>
/// The packages of the system in an SPDX 2.3 document, which a builder attached to an image. A package is named by its package URL.
/// </summary>
internal static class SpdxPackages
{
    private static readonly Dictionary<string, PackageType> Types = new(StringComparer.Ordinal)
    {
        ["deb"] = PackageType.Deb, ["apk"] = PackageType.Apk, ["rpm"] = PackageType.Rpm,
    };

    /// <summary>The packages of dpkg, apk and rpm.</summary>
    /// <param name="document">The document.</param>
    /// <returns>Null if it is not an SPDX document.</returns>
    public static IReadOnlyList<Package>? Read(JsonElement document)
    {
        if (document.Text("spdxVersion") is null) return null;
        return
        [
            .. document.Member("packages").Items()
                .SelectMany(static package => package.Member("externalRefs").Items())
                .Where(static reference => reference.Text("referenceType") == "purl")
                .Select(static reference => Parse(reference.Text("referenceLocator") ?? "")).OfType<Package>().Distinct(),
        ];
    }

    /// <summary>Reads <c>pkg:deb/debian/libssl3@3.5.1-1?arch=amd64&amp;distro=debian-13&amp;upstream=openssl</c>.</summary>
    /// <returns>Null for another ecosystem.</returns>
    private static Package? Parse(string text)
    {
        if (PackageUrl.Parse(text) is not { Version.Length: > 0 } url || !Types.TryGetValue(url.Type, out var type)) return null;
        var qualifiers = url.Qualifiers;
        var distribution = DistributionOf(qualifiers.GetValueOrDefault("distro") ?? "");
        if (distribution is null) return null;
        var installed = qualifiers.GetValueOrDefault("epoch") is { Length: > 0 } epoch ? $"{epoch}:{url.Version}" : url.Version;
        var (source, sourceVersion) = type == PackageType.Rpm ? ("", "") : Split(qualifiers.GetValueOrDefault("upstream") ?? "", '@');
        return new Package
        {
            Type = type, Name = url.Name, Version = installed, Distribution = distribution,
            Architecture = qualifiers.GetValueOrDefault("arch") ?? "", Source = source, SourceVersion = sourceVersion,
        };
    }

    /// <summary><c>debian-13</c>, <c>alpine-3.23.1</c>; null without a version.</summary>
    private static Distribution? DistributionOf(string text) =>
        text.LastIndexOf('-') is > 0 and var hyphen ? new Distribution(text[..hyphen], text[(hyphen + 1)..]) : null;

    private static (string Before, string After) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");
}
