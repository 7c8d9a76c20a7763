using System.Text.Json;
using ContainerGuard.Archives;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Readers.Systems;

/// <summary>
/// The manifest of Ubuntu's chisel (<c>var/lib/chisel/manifest.wall</c>, "jsonwall" 1.0): lines of JSON, compressed with zstd. It names the
/// packages, and the paths that their slices installed: often only a part of a package.
/// </summary>
internal sealed class ChiselReader : IPackageReader
{
    /// <summary>In bytes, unpacked.</summary>
    private const int Largest = 64 << 20;

    public string Format => "a manifest of chisel";

    public bool Wants(string path) => path is "var/lib/chisel/manifest.wall";

    public void Read(PackageFile file, PackageFindings found)
    {
        List<Package> packages = [];
        Dictionary<string, List<string>> files = new(StringComparer.Ordinal);
        var lines = PackageText.Lines(Unpack(file.Content)).GetEnumerator();
        if (!lines.MoveNext() || Text(lines.Current, "jsonwall") is null) throw new InvalidDataException("it does not begin as one");
        while (lines.MoveNext())
        {
            if (lines.Current.Length == 0) continue;
            switch (Text(lines.Current, "kind"))
            {
                case "package" when Text(lines.Current, "name") is { Length: > 0 } name:
                    packages.Add(new Package
                    {
                        Type = PackageType.Deb,
                        Name = PackageText.Clean(name),
                        Version = PackageText.Clean(Text(lines.Current, "version") ?? ""),
                        Architecture = PackageText.Clean(Text(lines.Current, "arch") ?? ""),
                        Hashes = Text(lines.Current, "sha256") is { Length: 64 } hash ? [$"sha256:{hash.ToLowerInvariant()}"] : [],
                    });
                    break;

                // A slice is named after its package: libc6_libs.
                case "content" when Text(lines.Current, "slice") is { } slice && Text(lines.Current, "path") is { Length: > 1 } path:
                    var owner = slice.Split('_')[0];
                    if (!files.TryGetValue(owner, out var paths)) files[owner] = paths = [];
                    if (path[^1] != '/' && paths.Count < PackageFindings.MostFiles) paths.Add(path.TrimStart('/'));
                    break;
            }
        }

        foreach (var package in packages)
        {
            found.Add(package with { Files = files.TryGetValue(package.Name, out var paths) ? paths : [] });
        }
    }

    private static string? Text(string line, string member)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (Exception damage) when (JsonText.IsDamage(damage))
        {
            throw new InvalidDataException("a line of it is not JSON");
        }
    }

    private static byte[] Unpack(ReadOnlyMemory<byte> content)
    {
        if (Compressions.Of(content.Span) != Compression.Zstd) throw new InvalidDataException("it is not compressed with zstd");
        using var packed = new MemoryStream(content.ToArray(), writable: false);
        return BoundedBytes.Unpack(packed, Compression.Zstd, Largest);
    }
}
