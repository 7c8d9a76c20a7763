using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// Recognizes the exec form, a JSON array of strings (RFC 8259, as Go's encoding/json reads it), and finds its elements.
/// </summary>
internal static class JsonStringArray
{
    /// <summary>The largest depth that encoding/json accepts.</summary>
    private const int MaximumDepth = 10_000;

    internal enum Outcome
    {
        /// <summary>Not a JSON array: BuildKit reads the text as words or as a command.</summary>
        NotJson,

        /// <summary>A JSON array with an element that is not a string: BuildKit refuses it.</summary>
        NotStrings,

        /// <summary>A JSON array of strings.</summary>
        Strings,
    }

    /// <summary>Finds the elements of an array.</summary>
    /// <param name="text">The text, trimmed.</param>
    /// <param name="elements">Receives the start and length of each top-level element, with its quotes.</param>
    public static Outcome Scan(ReadOnlySpan<char> text, SpanList elements)
    {
        elements.Clear();
        if (text.IsEmpty || text[0] != '[')
        {
            return Outcome.NotJson;
        }

        var onlyStrings = true;
        var at = SkipSpace(text, 1);
        if (at < text.Length && text[at] == ']')
        {
            at++;
        }
        else
        {
            while (true)
            {
                var start = at;
                if (!TrySkipValue(text, ref at) || at >= text.Length)
                {
                    return Outcome.NotJson;
                }

                onlyStrings &= text[start] == '"';
                elements.Add(TextSpan.FromBounds(start, at));

                at = SkipSpace(text, at);
                if (at >= text.Length || text[at] is not (',' or ']'))
                {
                    return Outcome.NotJson;
                }

                if (text[at++] == ']')
                {
                    break;
                }

                at = SkipSpace(text, at);
            }
        }

        if (SkipSpace(text, at) < text.Length)
        {
            return Outcome.NotJson;
        }

        return onlyStrings ? Outcome.Strings : Outcome.NotStrings;
    }

    /// <summary>The value of a JSON string that is given with its quotes.</summary>
    public static string Decode(ReadOnlySpan<char> quoted)
    {
        var inner = quoted[1..^1];
        if (!inner.Contains('\\'))
        {
            return inner.ToString();
        }

        var text = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] != '\\')
            {
                text.Append(inner[i]);
                continue;
            }

            i++;
            switch (inner[i])
            {
                case 'b': text.Append('\b'); break;
                case 'f': text.Append('\f'); break;
                case 'n': text.Append('\n'); break;
                case 'r': text.Append('\r'); break;
                case 't': text.Append('\t'); break;
                case 'u':
                    text.Append((char)Convert.ToUInt16(inner.Slice(i + 1, 4).ToString(), 16));
                    i += 4;
                    break;
                default: text.Append(inner[i]); break;
            }
        }

        return text.ToString();
    }

    private static bool TrySkipValue(ReadOnlySpan<char> text, ref int at)
    {
        if (at >= text.Length)
        {
            return false;
        }

        if (text[at] is not ('[' or '{'))
        {
            return TrySkipScalar(text, ref at);
        }

        // An explicit stack, because untrusted text may be nested deeper than the stack of a thread allows.
        var open = new Stack<char>();
        while (true)
        {
            if (at >= text.Length)
            {
                return false;
            }

            if (text[at] is '[' or '{')
            {
                if (open.Count == MaximumDepth - 1)
                {
                    return false;
                }

                open.Push(text[at]);
                at = SkipSpace(text, at + 1);
                if (at >= text.Length)
                {
                    return false;
                }

                if (text[at] != Closing(open.Peek()))
                {
                    if (open.Peek() == '{' && !TrySkipName(text, ref at))
                    {
                        return false;
                    }

                    continue;
                }
            }
            else if (!TrySkipScalar(text, ref at))
            {
                return false;
            }

            at = SkipSpace(text, at);
            while (at < text.Length && text[at] == Closing(open.Peek()))
            {
                at++;
                open.Pop();
                if (open.Count == 0)
                {
                    return true;
                }

                at = SkipSpace(text, at);
            }

            if (at >= text.Length || text[at] != ',')
            {
                return false;
            }

            at = SkipSpace(text, at + 1);
            if (open.Peek() == '{' && !TrySkipName(text, ref at))
            {
                return false;
            }
        }
    }

    private static char Closing(char opening) => opening == '[' ? ']' : '}';

    private static bool TrySkipName(ReadOnlySpan<char> text, ref int at)
    {
        if (at >= text.Length || text[at] != '"' || !TrySkipString(text, ref at))
        {
            return false;
        }

        at = SkipSpace(text, at);
        if (at >= text.Length || text[at] != ':')
        {
            return false;
        }

        at = SkipSpace(text, at + 1);
        return true;
    }

    private static bool TrySkipScalar(ReadOnlySpan<char> text, ref int at) => text[at] switch
    {
        '"' => TrySkipString(text, ref at),
        't' => TrySkipLiteral(text, "true", ref at),
        'f' => TrySkipLiteral(text, "false", ref at),
        'n' => TrySkipLiteral(text, "null", ref at),
        _ => TrySkipNumber(text, ref at),
    };

    private static bool TrySkipLiteral(ReadOnlySpan<char> text, string literal, ref int at)
    {
        if (!text[at..].StartsWith(literal))
        {
            return false;
        }

        at += literal.Length;
        return true;
    }

    private static bool TrySkipString(ReadOnlySpan<char> text, ref int at)
    {
        for (at++; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    at++;
                    return true;
                case < ' ':
                    return false;
                case '\\':
                    at++;
                    if (at >= text.Length)
                    {
                        return false;
                    }

                    if (text[at] == 'u')
                    {
                        for (var digit = 0; digit < 4; digit++)
                        {
                            if (++at >= text.Length || !char.IsAsciiHexDigit(text[at]))
                            {
                                return false;
                            }
                        }
                    }
                    else if (!"\"\\/bfnrt".Contains(text[at]))
                    {
                        return false;
                    }

                    break;
            }
        }

        return false;
    }

    private static bool TrySkipNumber(ReadOnlySpan<char> text, ref int at)
    {
        if (text[at] == '-')
        {
            at++;
        }

        if (at < text.Length && text[at] == '0')
        {
            at++;
        }
        else if (SkipDigits(text, ref at) == 0)
        {
            return false;
        }

        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (SkipDigits(text, ref at) == 0)
            {
                return false;
            }
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
            {
                at++;
            }

            if (SkipDigits(text, ref at) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static int SkipDigits(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start;
    }

    private static int SkipSpace(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n')
        {
            at++;
        }

        return at;
    }
}
