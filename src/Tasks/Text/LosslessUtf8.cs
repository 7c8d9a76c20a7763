using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace ContainerGuard.Text;

/// <summary>
/// Decodes and encodes UTF-8 without loss. A byte that is not valid UTF-8 becomes a lone surrogate U+DC80…U+DCFF (PEP 383).
/// Valid UTF-8 never decodes to a lone surrogate, so the result is unambiguous.
/// </summary>
internal static class LosslessUtf8
{
    private const int EscapeBase = 0xDC00;

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        Span<char> units = stackalloc char[2];
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(units[..rune.EncodeToUtf16(units)]);
                bytes = bytes[consumed..];
            }
            else
            {
                text.Append((char)(EscapeBase + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    public static byte[] Encode(string text)
    {
        if (!ContainsLoneSurrogate(text))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new List<byte>(text.Length);
        Span<byte> units = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                foreach (var unit in units[..rune.EncodeToUtf8(units)])
                {
                    bytes.Add(unit);
                }

                i += rune.Utf16SequenceLength;
            }
            else
            {
                // Any other lone surrogate does not come from a byte. It becomes U+FFFD, as in every UTF-8 encoder.
                if (text[i] is >= '\uDC80' and <= '\uDCFF')
                {
                    bytes.Add((byte)(text[i] - EscapeBase));
                }
                else
                {
                    bytes.AddRange("\uFFFD"u8);
                }

                i++;
            }
        }

        return [.. bytes];
    }

    /// <summary>The number of bytes that <see cref="Encode"/> returns for a text.</summary>
    public static int CountBytes(ReadOnlySpan<char> text)
    {
        // The encoder counts three bytes for each lone surrogate, but a surrogate that represents a byte is one byte.
        var count = Encoding.UTF8.GetByteCount(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (text[i] is >= '\uDC80' and <= '\uDCFF')
            {
                count -= 2;
            }
        }

        return count;
    }

    private static bool ContainsLoneSurrogate(ReadOnlySpan<char> text)
    {
        var at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        for (var i = Math.Max(at, 0); at >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return true;
            }

            i++;
        }

        return false;
    }
}
