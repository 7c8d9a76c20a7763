using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerGuard.Formats;

namespace ContainerGuard.Packages.Sbom;

/// <summary>What the documents share: JSON with stable bytes, and identifiers that depend on the content alone.</summary>
internal static class SbomJson
{
    /// <summary>A document that names itself by its own content.</summary>
    /// <param name="subject">What the document describes.</param>
    /// <param name="write">Writes the document, without an identifier for null.</param>
    public static byte[] Write(SbomSubject subject, Action<Utf8JsonWriter, SbomSubject, SbomGraph, Guid?> write)
    {
        var graph = new SbomGraph(subject.Packages);
        var id = IdOf(StableJson.Write(json => write(json, subject, graph, null)));
        return StableJson.Write(json => write(json, subject, graph, id));
    }

    /// <summary>A list of hashes, in the words of a format; nothing for none.</summary>
    /// <param name="json">The document.</param>
    /// <param name="hashes">Each as <c>sha256:…</c> or <c>sha512:…</c>.</param>
    /// <param name="list">The property of the list.</param>
    /// <param name="algorithm">The property of the algorithm.</param>
    /// <param name="value">The property of the value.</param>
    /// <param name="separator">Between SHA and its length.</param>
    public static void WriteHashes(
        this Utf8JsonWriter json, IReadOnlyList<string> hashes, string list, string algorithm, string value, string separator)
    {
        if (hashes.Count == 0) return;
        json.WriteStartArray(list);
        foreach (var hash in hashes)
        {
            var (name, hex) = Hash(hash);
            json.WriteStartObject();
            json.WriteString(algorithm, $"SHA{separator}{(name == "sha512" ? "512" : "256")}");
            json.WriteString(value, hex);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A time as both formats want it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>A UUID of the content (RFC 9562, version 8): the same image has the same one.</summary>
    private static Guid IdOf(byte[] content)
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
    private static (string Algorithm, string Hex) Hash(string hash) =>
        hash.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (hash[..colon], hash[(colon + 1)..]) : ("", hash);
}
