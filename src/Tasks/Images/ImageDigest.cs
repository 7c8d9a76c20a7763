using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ContainerGuard.Text;

namespace ContainerGuard.Images;

/// <summary>
/// A content digest, <c>algorithm:hex</c> (OCI image specification, descriptor.md, "Digests"): it identifies exact bytes.
/// </summary>
internal sealed record ImageDigest
{
    private ImageDigest(string algorithm, string hex)
    {
        Algorithm = algorithm;
        Hex = hex;
    }

    /// <summary><c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</summary>
    public string Algorithm { get; }

    /// <summary>Lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>The beginning of the digest, for messages: <c>sha256:d1b3b4da11ee…</c>.</summary>
    public string Short => $"{Algorithm}:{Hex[..12]}…";

    /// <summary>Reads <paramref name="text"/>; the reason of a refusal is a clause for messages.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageDigest? digest, [NotNullWhen(false)] out string? reason)
    {
        digest = null;
        var colon = text?.IndexOf(':') ?? -1;
        if (colon < 0)
        {
            reason = $"the digest '{text}' has no algorithm; a digest is written sha256: and 64 hexadecimal digits";
            return false;
        }

        var algorithm = text![..colon];
        var hex = text[(colon + 1)..];
        var length = HexLength(algorithm);
        reason = length switch
        {
            0 => $"the digest algorithm '{algorithm}' is not known; use sha256 or sha512",
            _ when hex.Length != length => $"a {algorithm} digest has {length} hexadecimal digits, this one has {hex.Length}",
            _ when Characters.LowerHexadecimal.ContainAll(hex) => null,
            _ when Characters.Hexadecimal.ContainAll(hex) => "the digits of a digest are written in lower case",
            _ => $"the digest '{text}' has characters that are not hexadecimal digits",
        };
        if (reason is not null)
        {
            return false;
        }

        digest = new ImageDigest(algorithm, hex);
        return true;
    }

    /// <summary>Parses a digest that is known to be well-formed.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static ImageDigest Parse(string text) =>
        TryParse(text, out var digest, out var reason) ? digest : throw new FormatException(reason);

    /// <summary>The sha256 digest of exactly these bytes.</summary>
    public static ImageDigest Of(ReadOnlySpan<byte> content) => new("sha256", Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Whether these bytes have this digest.</summary>
    public bool Matches(ReadOnlySpan<byte> content)
    {
        var hash = Algorithm switch
        {
            "sha256" => SHA256.HashData(content),
            "sha384" => SHA384.HashData(content),
            _ => SHA512.HashData(content),
        };
        return Convert.ToHexStringLower(hash) == Hex;
    }

    /// <summary><c>sha256:…</c></summary>
    public override string ToString() => $"{Algorithm}:{Hex}";

    private static int HexLength(string algorithm) => algorithm switch
    {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => 0,
    };
}
