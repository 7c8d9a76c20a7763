using System.Globalization;
using System.Text;

namespace ContainerGuard.Text;

/// <summary>
/// Text of others, for a terminal or a log: one line without control characters, and without the commands that CI services read in a log
/// (Azure Pipelines <c>##vso[…]</c> and <c>##[…]</c>, TeamCity <c>##teamcity[…]</c>, GitHub Actions <c>::error::…</c>).
/// </summary>
internal static class PlainText
{
    /// <summary>The text without these, cut at a number of characters. A clean text is returned as it is.</summary>
    public static string Of(string text, int longest = int.MaxValue)
    {
        if (IsPlain(text) && text.Length <= longest) return text;

        var clean = new StringBuilder(Math.Min(text.Length, longest));
        for (var index = 0; index < text.Length && clean.Length < longest; index++)
        {
            var c = text[index];
            if (IsHidden(c))
            {
                clean.Append(' ');
                continue;
            }

            // A space inside the mark is enough: then no service reads a command.
            if (IsMark(text, index)) clean.Append(' ');
            clean.Append(c);
        }

        // A surrogate pair stays whole.
        if (clean.Length > longest) clean.Length = longest;
        if (clean.Length == longest && clean.Length < text.Length && clean.Length > 0 && char.IsHighSurrogate(clean[^1])) clean.Length--;
        return clean.ToString();
    }

    private static bool IsPlain(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (IsHidden(text[index]) || IsMark(text, index)) return false;
        }

        return true;
    }

    /// <summary>The second character of a mark. GitHub's is one at the beginning of a line only.</summary>
    private static bool IsMark(string text, int index) => index > 0 && text[index] == text[index - 1]
        && (text[index] == '#' ? IsCommand(text.AsSpan(index + 1))
            : text[index] == ':' && text.AsSpan(0, index - 1).IsWhiteSpace());

    private static bool IsCommand(ReadOnlySpan<char> rest) => rest.StartsWith('[')
        || rest.StartsWith("vso[", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("teamcity[", StringComparison.OrdinalIgnoreCase);

    /// <summary>Control characters, line separators, and the marks that change the direction of text.</summary>
    private static bool IsHidden(char c) => char.IsControl(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Format;
}
