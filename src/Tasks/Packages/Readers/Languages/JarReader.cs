using System.IO.Compression;
using System.Text.RegularExpressions;

namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>
/// Java archives: a package for each <c>pom.properties</c>, else one by the manifest or the name of the file. Archives inside archives
/// (Spring Boot, WAR, EAR) are read too.
/// </summary>
internal sealed partial class JarReader : IPackageReader
{
    /// <summary>In bytes: all that one file unpacks to.</summary>
    private const long MostBytes = 512L << 20;

    private const int Deepest = 6, LargestText = 1 << 20, LargestMember = 128 << 20, MostEntries = 200_000;

    private static readonly string[] Endings = [".jar", ".war", ".ear", ".par", ".sar", ".hpi", ".jpi"];

    public string Format => "a Java archive";

    public bool Wants(string path) => Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    public void Read(PackageFile file, PackageFindings found)
    {
        var budget = MostBytes;
        Read(file.Content.ToArray(), file.Name, "", 0, ref budget, found);
    }

    private void Read(byte[] content, string name, string member, int depth, ref long budget, PackageFindings found)
    {
        using var archive = JarContents.Open(content);
        if (archive.Entries.Count > MostEntries) throw new InvalidDataException($"it has more than {MostEntries} files");
        JarManifest? manifest = null;
        List<JarCoordinates> poms = [];
        foreach (var entry in archive.Entries)
        {
            if (entry.Name == JarContents.PomProperties)
            {
                poms.Add(JarCoordinates.Parse(Unpack(entry, LargestText, ref budget)));
            }
            else if (entry.FullName.Equals(JarContents.Manifest, StringComparison.OrdinalIgnoreCase))
            {
                manifest ??= JarManifest.Parse(Unpack(entry, LargestText, ref budget));
            }
            else if (Wants(entry.FullName) && entry.Length > 0)
            {
                var inner = member.Length == 0 ? entry.FullName : $"{member}!/{entry.FullName}";
                if (depth == Deepest)
                {
                    found.Note($"'{name}' has archives inside archives more than {Deepest} deep. The deeper ones were not read.");
                    continue;
                }

                try
                {
                    Read(Unpack(entry, LargestMember, ref budget), entry.Name, inner, depth + 1, ref budget, found);
                }
                catch (InvalidDataException exception) when (budget > 0 && found.Packages.Count < PackageFindings.MostPackages)
                {
                    found.Note($"'{inner}' in '{name}' cannot be read as a Java archive: {exception.Message}.");
                }
            }
        }

        var coordinates = poms.Where(static pom => pom.Artifact.Length > 0).Distinct().ToList();
        if (coordinates.Count == 0 && OfManifest(manifest, name) is { } guessed) coordinates.Add(guessed);
        foreach (var pom in coordinates)
        {
            found.Add(new Package
            {
                Type = PackageType.Maven,
                Name = PackageText.Clean(pom.Group.Length > 0 ? $"{pom.Group}:{pom.Artifact}" : pom.Artifact),
                Version = PackageText.Clean(pom.Version),
                Licenses = coordinates.Count == 1 && manifest is not null ? [.. manifest.Licenses.Select(PackageText.Clean)] : [],
                Member = member,
            });
        }
    }

    /// <summary>By the manifest and the name of the file: <c>commons-io-2.11.0.jar</c>.</summary>
    private static JarCoordinates? OfManifest(JarManifest? manifest, string file)
    {
        var stem = Path.GetFileNameWithoutExtension(file);
        var named = FileForm().Match(stem);
        var symbolic = manifest?.Of("Bundle-SymbolicName").Split(';')[0].Trim() ?? "";
        var artifact = named.Success ? named.Groups[1].Value : manifest?.FirstOf("Implementation-Title", "Bundle-Name") ?? "";
        var version = manifest?.FirstOf("Implementation-Version", "Bundle-Version") ?? "";
        // The name of the file is that of the repository; a bundle's version has other separators.
        if (named.Success) version = named.Groups[2].Value;
        if (artifact.Length == 0 || version.Length == 0 || artifact.Contains(' ')) return null;

        var group = manifest?.Of("Implementation-Vendor-Id") ?? "";
        if (group.Length == 0 && symbolic.EndsWith($".{artifact}", StringComparison.Ordinal)) group = symbolic[..^(artifact.Length + 1)];
        if (group.Length == 0 && symbolic.Contains('.')) group = symbolic;
        return new JarCoordinates(group.Contains(' ') ? "" : group, artifact, version);
    }

    private static byte[] Unpack(ZipArchiveEntry entry, int most, ref long budget)
    {
        try
        {
            using var stream = entry.Open();
            var bytes = BoundedBytes.Read(stream, (int)Math.Min(most, Math.Max(budget, 0)));
            budget -= bytes.Length;
            return bytes;
        }
        catch (IOException)
        {
            throw new InvalidDataException($"its file '{PackageText.Clean(entry.FullName)}' is damaged");
        }
    }

    [GeneratedRegex(@"^(.+?)-([0-9][0-9A-Za-z.+_-]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileForm();
}
