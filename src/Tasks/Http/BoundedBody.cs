using System.IO.Compression;

namespace ContainerGuard.Http;

/// <summary>Reads bodies of untrusted servers.</summary>
internal static class BoundedBody
{
    /// <returns>Null if the body is larger than <paramref name="limit"/> bytes; Content-Length is not trusted.</returns>
    /// <exception cref="InvalidDataException">It is to be unpacked, and is not gzip.</exception>
    public static async Task<byte[]?> ReadAsync(
        HttpContent content, int limit, CancellationToken cancellationToken, bool unpacks = false)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        var raw = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var stream = unpacks ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        await using (stream.ConfigureAwait(false))
        {
            using var body = new MemoryStream((int)(content.Headers.ContentLength ?? 4096));
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > limit)
                {
                    return null;
                }

                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
    }
}
