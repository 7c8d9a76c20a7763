using System.Buffers;
using System.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The names that are allowed after a dollar sign.</summary>
internal static class VariableName
{
    /// <summary>
    /// Reads letters, digits and underscores; or only digits if the first character is a digit; or one special parameter of the POSIX
    /// shell. Returns an empty name for any other text.
    /// </summary>
    public static ReadOnlySpan<char> Read(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        if (at < text.Length && "@*#?-$!".Contains(text[at]))
        {
            at++;
        }
        else
        {
            var onlyDigits = at < text.Length && char.IsDigit(text[at]);
            while (at < text.Length && Rune.DecodeFromUtf16(text[at..], out var rune, out var length) == OperationStatus.Done
                && (Rune.IsDigit(rune) || (!onlyDigits && (rune.Value == '_' || Rune.IsLetter(rune)))))
            {
                at += length;
            }
        }

        return text[start..at];
    }
}
