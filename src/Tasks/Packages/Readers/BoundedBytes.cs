using ContainerGuard.Archives;

namespace ContainerGuard.Packages.Readers;

/// <summary>Unpacks small files to memory.</summary>
internal static class BoundedBytes
{
    /// <param name="packed">The packed bytes.</param>
    /// <param name="compression">Their compression.</param>
    /// <param name="most">In bytes.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or unpack to more.</exception>
    public static byte[] Unpack(Stream packed, Compression compression, int most)
    {
        using var unpacked = Compressions.Unpack(packed, compression);
        return Read(unpacked, most);
    }

    /// <exception cref="InvalidDataException">The stream is damaged, or longer.</exception>
    public static byte[] Read(Stream stream, int most)
    {
        using var result = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
            {
                if (result.Length + read > most) throw new InvalidDataException($"it unpacks to more than {most >> 20} MB");
                result.Write(buffer, 0, read);
            }
        }
        catch (Exception exception) when (Compressions.IsDamage(exception) && exception is not InvalidDataException)
        {
            throw new InvalidDataException("its compressed data is damaged");
        }

        return result.ToArray();
    }
}
