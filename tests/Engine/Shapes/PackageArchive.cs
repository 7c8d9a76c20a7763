using System.IO.Compression;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>A NuGet package that was made by hand, as packing one takes as long as building it.</summary>
internal static class PackageArchive
{
    /// <summary>Writes a package with one file in it into a folder that is a feed.</summary>
    /// <param name="feed">Absolute.</param>
    /// <param name="id">The package.</param>
    /// <param name="version">Its version.</param>
    /// <param name="file">The file's path in the package.</param>
    /// <param name="text">What is in it.</param>
    public static void Write(string feed, string id, string version, string file, string text)
    {
        Directory.CreateDirectory(feed);
        using var archive = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        Add(archive, $"{id}.nuspec", $"""
            <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
              <metadata><id>{id}</id><version>{version}</version><authors>Corp</authors><description>Words.</description></metadata>
            </package>
            """);
        Add(archive, file, text);
    }

    private static void Add(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }
}
