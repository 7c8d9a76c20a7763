using System.Buffers;

namespace ContainerGuard.Packages.Readers.Systems;

/// <summary>
/// The database of dpkg (dpkg(1), deb822(5)): <c>status</c>, and a file for each package in <c>status.d</c> of distroless images. Only
/// installed packages count.
/// </summary>
internal sealed class DpkgReader : IPackageReader
{
    public const string StatusFile = "var/lib/dpkg/status";
    public const string StatusFolder = "var/lib/dpkg/status.d/";

    private static readonly HashSet<string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        "Package", "Status", "Version", "Architecture", "Source", "Maintainer", "Depends", "Pre-Depends",
    };

    private static readonly SearchValues<char> Separators = SearchValues.Create(" (:|[<\n");

    public string Format => "a database of dpkg";

    public bool Wants(string path) => path == StatusFile
        || (path.StartsWith(StatusFolder, StringComparison.Ordinal)
            && Path.GetExtension(path) is not (".md5sums" or ".preinst" or ".postinst" or ".prerm" or ".postrm" or ".conffiles"));

    public void Read(PackageFile file, PackageFindings found)
    {
        foreach (var fields in ControlFile.Paragraphs(file.Content, Fields))
        {
            if (fields.GetValueOrDefault("Package") is { Length: > 0 } name
                && fields.GetValueOrDefault("Version") is { Length: > 0 } version
                && IsVersion(version)
                && IsInstalled(fields.GetValueOrDefault("Status")))
            {
                found.Add(Of(PackageText.Clean(name), PackageText.Clean(version), fields));
            }
        }
    }

    private static Package Of(string name, string version, IReadOnlyDictionary<string, string> fields)
    {
        var source = fields.GetValueOrDefault("Source", "").Split('(', 2);
        return new Package
        {
            Type = PackageType.Deb,
            Name = name,
            Version = version,
            Architecture = PackageText.Clean(fields.GetValueOrDefault("Architecture", "")),
            Source = PackageText.Clean(source[0]),
            SourceVersion = source.Length > 1 ? PackageText.Clean(source[1].TrimEnd(' ', ')')) : "",
            Vendor = PackageText.Clean(fields.GetValueOrDefault("Maintainer", "")),
            DependsOn =
            [
                .. Names(fields.GetValueOrDefault("Pre-Depends", "")).Concat(Names(fields.GetValueOrDefault("Depends", "")))
                    .Distinct(StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>The third word is the state (dpkg-query(1)). Distroless images leave the field out.</summary>
    private static bool IsInstalled(string? status) =>
        status is null || status.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [.., "installed"];

    /// <summary>A version has a digit at its beginning or after its epoch (deb-version(7)), and none of the characters of others.</summary>
    private static bool IsVersion(string version) => version.All(static c =>
        char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-' or ':' or '~' or '_');

    /// <summary>The first alternative of each dependency (Debian Policy, 7.1), without versions and architectures.</summary>
    private static IEnumerable<string> Names(string dependencies)
    {
        foreach (var alternatives in dependencies.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var end = alternatives.AsSpan().IndexOfAny(Separators);
            yield return end < 0 ? alternatives : alternatives[..end];
        }
    }
}
