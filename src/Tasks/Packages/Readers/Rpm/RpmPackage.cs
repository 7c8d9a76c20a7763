using System.Globalization;

namespace ContainerGuard.Packages.Readers.Rpm;

/// <summary>The package that a header describes (rpm, include/rpm/rpmtag.h).</summary>
internal static class RpmPackage
{
    private const int Name = 1000, Version = 1001, Release = 1002, Epoch = 1003, Vendor = 1011, License = 1014, Architecture = 1022;
    private const int SourceRpm = 1044, RequireName = 1049, DirIndexes = 1116, BaseNames = 1117, DirNames = 1118;
    private const int ModularityLabel = 5096;

    /// <summary>In rpm's lists, a key that verifies packages is a package.</summary>
    private const string Key = "gpg-pubkey";

    /// <summary>Adds the package of a header, unless it is a key.</summary>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static void Add(ReadOnlySpan<byte> blob, PackageFindings found)
    {
        var header = new RpmHeader(blob);
        var name = PackageText.Clean(header.Text(Name));
        if (name.Length == 0) throw new InvalidDataException("a header has no name");
        if (name == Key) return;
        found.Add(Of(
            name, header.Number(Epoch), PackageText.Clean(header.Text(Version)), PackageText.Clean(header.Text(Release)),
            PackageText.Clean(header.Text(Architecture)), PackageText.Clean(header.Text(SourceRpm)),
            PackageText.Clean(header.Text(Vendor))) with
        {
            Modularity = PackageText.Clean(header.Text(ModularityLabel)),
            Licenses = header.Text(License) is { Length: > 0 } license ? [PackageText.Clean(license)] : [],
            Files = Files(header),
            // Also names of libraries and files: the list of packages decides which ones are packages.
            DependsOn =
            [
                .. header.Texts(RequireName, 10_000).Where(static need => need.Length > 0 && need[0] != '/' && !need.Contains('('))
                    .Distinct(StringComparer.Ordinal),
            ],
        });
    }

    /// <param name="name">The name.</param>
    /// <param name="epoch">Null and 0 are the same.</param>
    /// <param name="version">Without the release.</param>
    /// <param name="release">The release.</param>
    /// <param name="architecture">The architecture.</param>
    /// <param name="sourceRpm">The file of the source package: <c>audit-3.0.6-1.cm2.src.rpm</c>.</param>
    /// <param name="vendor">The vendor.</param>
    public static Package Of(
        string name, uint? epoch, string version, string release, string architecture, string sourceRpm, string vendor)
    {
        var evr = release.Length == 0 ? version : $"{version}-{release}";
        if (epoch > 0) evr = string.Create(CultureInfo.InvariantCulture, $"{epoch}:{evr}");
        var (source, sourceVersion) = Source(sourceRpm);
        return new Package
        {
            Type = PackageType.Rpm,
            Name = name,
            Version = evr,
            Architecture = architecture is "(none)" ? "" : architecture,
            Source = source,
            // The name of the file has no epoch: it is that of the package where the rest is equal.
            SourceVersion = sourceVersion.Length > 0 && !evr.EndsWith(sourceVersion, StringComparison.Ordinal) ? sourceVersion : "",
            Vendor = vendor is "(none)" ? "" : vendor,
        };
    }

    /// <summary>The name and the version of <c>name-version-release.src.rpm</c>.</summary>
    private static (string Name, string Version) Source(string file)
    {
        var end = file.LastIndexOf(".src.rpm", StringComparison.Ordinal);
        if (end < 0) end = file.LastIndexOf(".nosrc.rpm", StringComparison.Ordinal);
        if (end <= 0) return ("", "");
        var release = file.LastIndexOf('-', end - 1);
        var version = release > 0 ? file.LastIndexOf('-', release - 1) : -1;
        return version > 0 ? (file[..version], file[(version + 1)..end]) : ("", "");
    }

    private static List<string> Files(RpmHeader header)
    {
        const int most = PackageFindings.MostFiles;
        var names = header.Texts(BaseNames, most);
        var folders = header.Texts(DirNames, most);
        var indexes = header.Numbers(DirIndexes, most);
        List<string> files = [];
        for (var i = 0; i < Math.Min(names.Count, indexes.Count); i++)
        {
            if (indexes[i] >= 0 && indexes[i] < folders.Count) files.Add((folders[indexes[i]] + names[i]).TrimStart('/'));
        }

        return files;
    }
}
