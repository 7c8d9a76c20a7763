using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A word of the form <c>&lt;&lt;NAME</c>, <c>&lt;&lt;-NAME</c> or <c>3&lt;&lt;'NAME'</c>.</summary>
internal sealed record HeredocWord(string Name, bool Expands, bool StripsTabs)
{
    /// <summary>Reads a word that may open a heredoc.</summary>
    /// <param name="word">The whole word, with its quotes and escapes.</param>
    /// <param name="heredoc">The heredoc that the word opens.</param>
    /// <param name="error">Why BuildKit refuses the word; null if BuildKit accepts it.</param>
    /// <returns>Whether the word opens a heredoc.</returns>
    public static bool TryParse(ReadOnlySpan<char> word, [NotNullWhen(true)] out HeredocWord? heredoc, out string? error)
    {
        heredoc = null;
        error = null;
        var at = 0;
        while (at < word.Length && char.IsAsciiDigit(word[at]))
        {
            at++;
        }

        if (!word[at..].StartsWith("<<"))
        {
            return false;
        }

        at += 2;

        var stripsTabs = at < word.Length && word[at] == '-';
        if (stripsTabs)
        {
            at++;
        }
        while (at < word.Length && word[at] is ' ' or '\t' or '\r' or '\n' or '\f')
        {
            at++;
        }

        var name = word[at..];
        if (name.IsEmpty || name.Contains('<'))
        {
            return false;
        }

        var words = new List<LocatedText>(1);
        error = WordExpander.ExpandWords(name, '\\', EmptyVariables.Instance, WordExpander.Options.KeepUnset, words).Error;
        if (error is not null || words.Count != 1)
        {
            return false;
        }

        var unquoted = words[0].Text;

        WordExpander.ExpandWords(
            name, '\\', EmptyVariables.Instance, WordExpander.Options.KeepUnset | WordExpander.Options.KeepQuotes, words);
        if (words.Count != 1)
        {
            return false;
        }

        heredoc = new HeredocWord(unquoted, CountQuotes(unquoted) == CountQuotes(words[0].Text), stripsTabs);
        return true;
    }

    private static int CountQuotes(ReadOnlySpan<char> text) => text.Count('\'') + text.Count('"');
}
