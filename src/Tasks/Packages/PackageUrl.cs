using System.Text;

namespace ContainerGuard.Packages;

/// <summary>
/// Package URLs (ECMA-427, Package-URL specification): <c>pkg:type/namespace/name@version?qualifiers</c>. Qualifiers are in the order of
/// their keys.
/// </summary>
internal static class PackageUrl
{
    public static string Of(Package package)
    {
        var (space, name) = Split(package);
        var url = new StringBuilder("pkg:").Append(package.Type.Name()).Append('/');
        foreach (var segment in space.Split('/', StringSplitOptions.RemoveEmptyEntries)) Encode(url, segment).Append('/');
        Encode(url, name);
        var version = VersionOf(package, out var epoch);
        if (version.Length > 0) Encode(url.Append('@'), version);

        var separator = '?';
        if (package.Type.IsOfSystem())
        {
            Qualify("arch", package.Architecture);
            Qualify("distro", package.Distribution?.Qualifier ?? "");
            Qualify("epoch", epoch);
            if (package.Source != package.Name) Qualify("upstream", Upstream(package));
        }

        return url.ToString();

        void Qualify(string key, string value)
        {
            if (value.Length == 0) return;
            Encode(url.Append(separator).Append(key).Append('='), value);
            separator = '&';
        }
    }

    /// <summary>The package URL of an image: its digest is the version, and its registry a qualifier.</summary>
    /// <param name="name">Registry and repository.</param>
    /// <param name="tag">The tag; empty without one.</param>
    /// <param name="digest">The digest.</param>
    public static string OfImage(string name, string tag, string digest)
    {
        var url = new StringBuilder("pkg:oci/");
        Encode(url, name[(name.LastIndexOf('/') + 1)..].ToLowerInvariant()).Append('@');
        Encode(url, digest).Append("?repository_url=");
        Encode(url, name);
        if (tag.Length > 0) Encode(url.Append("&tag="), tag);
        return url.ToString();
    }

    /// <summary>Reads a package URL; null for another text.</summary>
    public static PackageUrlParts? Parse(string text)
    {
        if (!text.StartsWith("pkg:", StringComparison.Ordinal)) return null;
        var (path, query) = Before(Before(text[4..], '#').Before, '?');
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0) return null;
        var last = path[(path.LastIndexOf('/') + 1)..];
        var at = last.LastIndexOf('@');
        return new PackageUrlParts(
            path[..slash], Uri.UnescapeDataString(at < 0 ? last : last[..at]), at < 0 ? "" : Uri.UnescapeDataString(last[(at + 1)..]),
            query.Split('&').Select(static pair => Before(pair, '=')).DistinctBy(static pair => pair.Before)
                .ToDictionary(static pair => pair.Before, static pair => Uri.UnescapeDataString(pair.After), StringComparer.Ordinal));

        static (string Before, string After) Before(string text, char separator) =>
            text.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");
    }

    private static string Upstream(Package package) =>
        package.SourceVersion == package.Version ? package.Source : $"{package.Source}@{package.SourceVersion}";

    /// <summary>The namespace and the name, in the case that the type prescribes.</summary>
    private static (string Space, string Name) Split(Package package) => package.Type switch
    {
        PackageType.Deb or PackageType.Apk => (SystemOf(package), package.Name.ToLowerInvariant()),
        PackageType.Rpm => (SystemOf(package), package.Name),
        PackageType.PyPi => ("", package.Name.ToLowerInvariant().Replace('_', '-')),
        PackageType.Maven => At(package.Name, package.Name.IndexOf(':', StringComparison.Ordinal)),
        PackageType.Npm or PackageType.Composer or PackageType.Go => At(package.Name.ToLowerInvariant(), package.Name.LastIndexOf('/')),
        _ => ("", package.Name),
    };

    private static string SystemOf(Package package) => package.Distribution?.Id.ToLowerInvariant() ?? "";

    private static (string Space, string Name) At(string name, int separator) =>
        separator < 0 ? ("", name) : (name[..separator], name[(separator + 1)..]);

    /// <summary>The epoch of an RPM package is a qualifier, that of a deb package is a part of the version.</summary>
    private static string VersionOf(Package package, out string epoch)
    {
        epoch = "";
        if (package.Type != PackageType.Rpm || package.Version.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
        {
            return package.Version;
        }

        epoch = package.Version[..colon];
        return package.Version[(colon + 1)..];
    }

    /// <summary>Percent-encodes all but unreserved characters (RFC 3986, 2.3) and the colon.</summary>
    private static StringBuilder Encode(StringBuilder url, string text)
    {
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || (char)b is '-' or '.' or '_' or '~' or ':') url.Append((char)b);
            else url.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return url;
    }
}

/// <summary>The parts of a package URL, decoded.</summary>
/// <param name="Type">Such as <c>deb</c>.</param>
/// <param name="Name">The name without the namespace.</param>
/// <param name="Version">Empty without one.</param>
/// <param name="Qualifiers">By key; the first of several with one key.</param>
internal sealed record PackageUrlParts(string Type, string Name, string Version, IReadOnlyDictionary<string, string> Qualifiers);
