using System.Text;

namespace ContainerGuard.Registry;

/// <summary>One way of authenticating that a registry offers in WWW-Authenticate (RFC 9110, section 11.6.1).</summary>
/// <param name="Scheme">Lower case: <c>bearer</c>, <c>basic</c>, <c>negotiate</c>.</param>
/// <param name="Parameters">By lower-case name.</param>
internal sealed record Challenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The value of a parameter; null if it is absent or empty.</summary>
    public string? this[string name] => Parameters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>
    /// Reads all challenges of all headers: proxies send several headers, or several challenges in one. Some registries
    /// do not quote values, against the specification. Invalid text is skipped.
    /// </summary>
    public static IReadOnlyList<Challenge> Parse(IEnumerable<string> headers)
    {
        List<Challenge> challenges = [];
        foreach (var header in headers)
        {
            ParseHeader(header, challenges);
        }

        return challenges;
    }

    private static void ParseHeader(string header, List<Challenge> challenges)
    {
        Dictionary<string, string>? parameters = null;
        var position = 0;
        while (true)
        {
            SkipAny(header, ref position, " \t,");
            if (position >= header.Length)
            {
                return;
            }

            var word = ReadUntil(header, ref position, " \t,=");
            var end = position;
            SkipAny(header, ref position, " \t");
            if (position < header.Length && header[position] == '=' && parameters is not null)
            {
                position++;
                SkipAny(header, ref position, " \t");
                parameters[word.ToLowerInvariant()] = ReadValue(header, ref position);
            }
            else if (word.Length > 0 && end == position && position < header.Length && header[position] != ',')
            {
                // Neither a scheme nor a parameter: stray characters.
                position++;
            }
            else
            {
                parameters = new Dictionary<string, string>(StringComparer.Ordinal);
                challenges.Add(new Challenge(word.ToLowerInvariant(), parameters));
                SkipToken68(header, ref position);
            }
        }
    }

    /// <summary>The base64 blob of schemes such as Negotiate, up to the next comma; it would look like a parameter or a scheme.</summary>
    private static void SkipToken68(string header, ref int position)
    {
        var end = position;
        while (end < header.Length && (char.IsAsciiLetterOrDigit(header[end]) || header[end] is '-' or '.' or '_' or '~' or '+' or '/'))
        {
            end++;
        }

        var blobEnd = end;
        while (end < header.Length && header[end] == '=')
        {
            end++;
        }

        var padded = end > blobEnd;
        while (end < header.Length && header[end] is ' ' or '\t')
        {
            end++;
        }

        if (blobEnd > position && (end == header.Length || (header[end] == ',' && (padded || end == blobEnd))))
        {
            position = end;
        }
    }

    private static string ReadValue(string header, ref int position)
    {
        if (position >= header.Length || header[position] != '"')
        {
            return ReadUntil(header, ref position, " \t,");
        }

        var value = new StringBuilder();
        for (position++; position < header.Length && header[position] != '"'; position++)
        {
            if (header[position] == '\\' && position + 1 < header.Length)
            {
                position++;
            }

            value.Append(header[position]);
        }

        position = Math.Min(position + 1, header.Length);
        return value.ToString();
    }

    private static string ReadUntil(string header, ref int position, string stops)
    {
        var start = position;
        while (position < header.Length && !stops.Contains(header[position]))
        {
            position++;
        }

        return header[start..position];
    }

    private static void SkipAny(string header, ref int position, string characters)
    {
        while (position < header.Length && characters.Contains(header[position]))
        {
            position++;
        }
    }
}
