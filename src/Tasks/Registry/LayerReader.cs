using System.Text;
using ContainerGuard.Archives;
using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>The facts about an image in one of its layers.</summary>
/// <param name="HasShell">Whether it contains <c>/bin/sh</c>, which the shell form of an instruction calls.</param>
/// <param name="System">The system of its os-release; null without that file.</param>
internal sealed record LayerContents(bool HasShell, SystemRelease? System);

/// <summary>
/// Reads layers, which are tar archives (OCI image specification, layer.md). The content is not trusted, so every size has a limit.
/// </summary>
internal static class LayerReader
{
    private const int LargestRelease = 16 * 1024;
    private static readonly ArchiveLimits Limits = ArchiveLimits.Default with { MostBytes = 64 * 1024 * 1024, MostEntries = 100_000 };

    /// <summary>Whether the layer's compression can be read.</summary>
    public static bool CanRead(string? mediaType) =>
        mediaType is not null && (mediaType.EndsWith("tar", StringComparison.Ordinal)
            || mediaType.EndsWith("gzip", StringComparison.Ordinal)
            || mediaType.EndsWith("zstd", StringComparison.Ordinal));

    /// <returns>Null if it is not such an archive, or too large.</returns>
    public static LayerContents? Read(byte[] blob)
    {
        try
        {
            using var bytes = new MemoryStream(blob, writable: false);
            using var unpacked = new BoundedUnpacking(bytes, Compressions.Of(blob), () => bytes.Position, Limits);
            return Read(new TarArchive(unpacked, Limits));
        }
        catch (ArchiveException)
        {
            return null;
        }
    }

    private static LayerContents Read(TarArchive archive)
    {
        var hasShell = false;
        SystemRelease? system = null;
        while (archive.MoveNext())
        {
            var entry = archive.Current;
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name.TrimStart('/');
            hasShell |= path is "bin/sh" or "usr/bin/sh";
            if (path is "etc/os-release" or "usr/lib/os-release" && entry.Size is > 0 and <= LargestRelease)
            {
                system = SystemRelease.Parse(Text(archive)) ?? system;
            }
        }

        return new LayerContents(hasShell, system);
    }

    private static string Text(TarArchive archive)
    {
        using var content = new MemoryStream();
        for (var piece = archive.NextChunk(); !piece.IsEmpty; piece = archive.NextChunk()) content.Write(piece);
        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }
}
