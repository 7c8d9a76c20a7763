using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Readers;

/// <summary>The text of package databases.</summary>
internal static class PackageText
{
    /// <summary>In characters; a longer name or version is cut, because it is not one.</summary>
    private const int Longest = 1024;

    public static string Decode(ReadOnlySpan<byte> bytes) =>
        LosslessUtf8.Decode(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);

    /// <summary>The lines, without their ends.</summary>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            yield return Decode(line.Span).TrimEnd('\r');
            bytes = end < 0 ? default : bytes[(end + 1)..];
        }
    }

    /// <summary>A value for one line of a report: without control characters, and not too long.</summary>
    public static string Clean(string value)
    {
        var text = value.Trim();
        if (text.Length > Longest) text = text[..Longest];
        return text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c)) : text;
    }
}
