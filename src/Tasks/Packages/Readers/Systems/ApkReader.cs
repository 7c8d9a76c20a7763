namespace ContainerGuard.Packages.Readers.Systems;

/// <summary>
/// The database of apk (Alpine's wiki, "Apk spec", "Installed DB"): <c>lib/apk/db/installed</c>. A line has a letter, a colon and a value;
/// a blank line ends a package.
/// </summary>
internal sealed class ApkReader : IPackageReader
{
    public string Format => "a database of apk";

    public bool Wants(string path) => path is "lib/apk/db/installed" or "usr/lib/apk/db/installed";

    public void Read(PackageFile file, PackageFindings found)
    {
        Dictionary<char, string> fields = [];
        List<string> files = [];
        var folder = "";
        foreach (var line in PackageText.Lines(file.Content).Append(""))
        {
            if (line.Length == 0)
            {
                End(fields, files, found);
                fields.Clear();
                files = [];
            }
            else if (line.Length > 1 && line[1] == ':')
            {
                var value = line[2..];
                if (line[0] == 'F') folder = value;
                else if (line[0] == 'R' && files.Count < PackageFindings.MostFiles) files.Add($"{folder}/{value}".TrimStart('/'));
                else fields.TryAdd(line[0], value);
            }
        }
    }

    private static void End(Dictionary<char, string> fields, List<string> files, PackageFindings found)
    {
        if (fields.GetValueOrDefault('P') is not { Length: > 0 } name) return;
        if (fields.GetValueOrDefault('V') is not { Length: > 0 } version) return;
        found.Add(new Package
        {
            Type = PackageType.Apk,
            Name = PackageText.Clean(name),
            Version = PackageText.Clean(version),
            Architecture = PackageText.Clean(fields.GetValueOrDefault('A', "")),
            Source = PackageText.Clean(fields.GetValueOrDefault('o', "")),
            Licenses = fields.GetValueOrDefault('L') is { Length: > 0 } license ? [PackageText.Clean(license)] : [],
            Vendor = PackageText.Clean(fields.GetValueOrDefault('m', "")),
            DependsOn =
            [
                .. fields.GetValueOrDefault('D', "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Where(static need => need[0] is not ('!' or '/'))
                    .Select(static need => need.AsSpan().IndexOfAny("<>=~") is > 0 and var end ? need[..end] : need)
                    .Distinct(StringComparer.Ordinal),
            ],
            Files = files,
        });
    }
}
