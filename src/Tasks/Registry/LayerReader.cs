using System.Formats.Tar;
using System.IO.Compression;
using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>The facts about an image in one of its layers.</summary>
/// <param name="HasShell">Whether it contains <c>/bin/sh</c>, which the shell form of an instruction calls.</param>
/// <param name="System">The system of its os-release; null without that file.</param>
internal sealed record LayerContents(bool HasShell, SystemRelease? System);

/// <summary>Reads layers, which are tar archives (OCI image specification, layer.md). The content is not trusted, so every size has a limit.</summary>
internal static class LayerReader
{
    private const int MostBytes = 64 * 1024 * 1024;
    private const int MostEntries = 100_000;
    private const int LargestRelease = 16 * 1024;

    /// <summary>Whether the layer's compression can be read.</summary>
    public static bool CanRead(string? mediaType) =>
        mediaType is not null && (mediaType.EndsWith("tar", StringComparison.Ordinal) || mediaType.EndsWith("gzip", StringComparison.Ordinal));

    /// <returns>Null if it is not such an archive, or too large.</returns>
    public static LayerContents? Read(byte[] blob)
    {
        try
        {
            using var bytes = new MemoryStream(blob, writable: false);
            using Stream archive = blob is [0x1F, 0x8B, ..] ? new GZipStream(bytes, CompressionMode.Decompress) : bytes;
            using var bounded = new BoundedStream(archive, MostBytes);
            using var tar = new TarReader(bounded);
            return Read(tar);
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or IOException or ArgumentException or OverflowException or NotSupportedException)
        {
            return null;
        }
    }

    private static LayerContents? Read(TarReader tar)
    {
        var hasShell = false;
        SystemRelease? system = null;
        for (var count = 0; tar.GetNextEntry() is { } entry; count++)
        {
            if (count >= MostEntries) return null;
            var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name.TrimStart('/');
            hasShell |= path is "bin/sh" or "usr/bin/sh";
            if (path is "etc/os-release" or "usr/lib/os-release" && entry is { DataStream: { } data, Length: > 0 and <= LargestRelease })
            {
                using var text = new StreamReader(data, leaveOpen: true);
                system = SystemRelease.Parse(text.ReadToEnd()) ?? system;
            }
        }

        return new LayerContents(hasShell, system);
    }

    /// <summary>Throws if a small blob unpacks to more than the limit.</summary>
    private sealed class BoundedStream(Stream inner, long most) : Stream
    {
        private long _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _read += read;
            return _read > most ? throw new InvalidDataException("It unpacks to too much.") : read;
        }

        public override void Flush()
        {
            // Read-only.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
