using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ContainerGuard.Packages.Sbom;

/// <summary>What the documents share: JSON with stable bytes, and identifiers that depend on the content alone.</summary>
internal static class SbomJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options)) write(json);
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A time as both formats want it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A UUID of the content (RFC 9562, version 8): the same image has the same one.</summary>
    public static Guid IdOf(byte[] content)
    {
        var hash = SHA256.HashData(content).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }

    /// <summary>A text without what is not Unicode, which these formats cannot have.</summary>
    public static void WriteUnicode(this Utf8JsonWriter json, string name, string value) => json.WriteString(name, Unicode(value));

    public static void WriteUnicodeIfAny(this Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0) json.WriteUnicode(name, value);
    }

    public static string Unicode(string value) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));

    /// <summary>Separates <c>sha256:…</c>.</summary>
    public static (string Algorithm, string Hex) Hash(string hash) =>
        hash.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (hash[..colon], hash[(colon + 1)..]) : ("", hash);
}
