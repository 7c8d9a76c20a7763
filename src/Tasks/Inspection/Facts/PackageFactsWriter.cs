using System.Security.Cryptography;
using System.Text.Json;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Contents;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Facts;

/// <summary>Writes the packages of an image, by the database or the ecosystem that they are of.</summary>
internal sealed class PackageFactsWriter(Utf8JsonWriter json)
{
    public void Write(PackageSet set)
    {
        json.WriteStartObject("packages");
        foreach (var database in set.ByDatabase)
        {
            json.WriteStartObject(database.Key);
            json.WriteNumber("count", database.Count());
            json.WriteTexts("list", database.Select(Line));
            json.WriteString("names_versions_sha256", Hash(database));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (set.Notes.Count > 0) json.WriteTexts("package_notes", set.Notes);
    }

    /// <summary><c>name version arch source</c> of a system's package, <c>name version</c> of another.</summary>
    private static string Line(Package package) => package.Type.IsOfSystem()
        ? $"{package.Name} {package.Version} {package.Architecture} {package.Source}"
        : $"{package.Name} {package.Version}";

    private static string Hash(IEnumerable<Package> packages)
    {
        var lines = packages.Select(static package => $"{package.Name} {package.Version}").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(LosslessUtf8.Encode(string.Join('\n', lines))));
    }
}
