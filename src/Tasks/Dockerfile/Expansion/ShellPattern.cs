using System.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// A pattern in <c>${name#pattern}</c> and the other modifiers with patterns: <c>*</c> matches any text, <c>?</c> any character, and a
/// backslash makes the next character literal (POSIX.1-2017, 2.13, without bracket expressions).
/// </summary>
internal readonly struct ShellPattern
{
    private const char AnyCharacter = '\0';

    /// <summary>The parts of the pattern between stars, with <see cref="AnyCharacter"/> in place of question marks.</summary>
    private readonly string[] _pieces;

    private ShellPattern(string[] pieces) => _pieces = pieces;

    public static bool TryParse(string text, out ShellPattern pattern)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        pattern = default;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*':
                    pieces.Add(piece.ToString());
                    piece.Clear();
                    break;
                case '?':
                    piece.Append(AnyCharacter);
                    break;
                case '\\':
                    if (++i == text.Length || text[i] is not ('*' or '?' or '\\' or '}' or '/'))
                    {
                        return false;
                    }

                    piece.Append(text[i]);
                    break;
                default:
                    piece.Append(text[i]);
                    break;
            }
        }

        pieces.Add(piece.ToString());
        pattern = new ShellPattern([.. pieces]);
        return true;
    }

    public string TrimPrefix(string value, bool isGreedy)
    {
        var end = MatchAt(value, 0, isGreedy);
        return end < 0 ? value : value[end..];
    }

    public string TrimSuffix(string value, bool isGreedy)
    {
        var pieces = new string[_pieces.Length];
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = Reverse(_pieces[^(i + 1)]);
        }

        return Reverse(new ShellPattern(pieces).TrimPrefix(Reverse(value), isGreedy));
    }

    public string Replace(string value, string replacement, bool all)
    {
        var result = new StringBuilder(value.Length);
        var at = 0;
        var copied = 0;
        while (at <= value.Length)
        {
            at = IndexOf(value, at, _pieces[0]);
            if (at < 0)
            {
                break;
            }

            // If the pieces after the first do not match from here on, they do not match from a later place either.
            var end = MatchAt(value, at, isGreedy: true);
            if (end < 0)
            {
                break;
            }

            if (end == at && at > 0 && at == copied)
            {
                at++;
                continue;
            }

            result.Append(value, copied, at - copied).Append(replacement);
            copied = end;
            at = Math.Max(end, at + 1);
            if (!all)
            {
                break;
            }
        }

        return result.Append(value, copied, value.Length - copied).ToString();
    }

    /// <summary>The end of the longest or shortest match that begins at <paramref name="start"/>, or -1.</summary>
    private int MatchAt(ReadOnlySpan<char> value, int start, bool isGreedy)
    {
        if (!Matches(value[start..], _pieces[0]))
        {
            return -1;
        }

        var at = start + _pieces[0].Length;

        // The pieces in the middle match as far left as possible. Only the place of the last piece decides the length of the match.
        for (var i = 1; i < _pieces.Length; i++)
        {
            var isLast = i == _pieces.Length - 1;
            var found = isLast && isGreedy ? LastIndexOf(value, at, _pieces[i]) : IndexOf(value, at, _pieces[i]);
            if (found < 0)
            {
                return -1;
            }

            at = found + _pieces[i].Length;
        }

        return at;
    }

    private static int IndexOf(ReadOnlySpan<char> value, int start, string piece)
    {
        if (!piece.Contains(AnyCharacter))
        {
            return value[start..].IndexOf(piece) is var found and >= 0 ? start + found : -1;
        }

        for (var at = start; at <= value.Length - piece.Length; at++)
        {
            if (Matches(value[at..], piece))
            {
                return at;
            }
        }

        return -1;
    }

    private static int LastIndexOf(ReadOnlySpan<char> value, int start, string piece)
    {
        for (var at = value.Length - piece.Length; at >= start; at--)
        {
            if (Matches(value[at..], piece))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool Matches(ReadOnlySpan<char> value, string piece)
    {
        if (value.Length < piece.Length)
        {
            return false;
        }

        for (var i = 0; i < piece.Length; i++)
        {
            if (piece[i] != AnyCharacter && piece[i] != value[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string Reverse(string text) => string.Create(text.Length, text, (span, source) =>
    {
        source.CopyTo(span);
        span.Reverse();
    });
}
