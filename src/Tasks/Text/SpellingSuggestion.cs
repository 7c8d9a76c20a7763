namespace ContainerGuard.Text;

/// <summary>Finds the valid word that the user most likely meant.</summary>
internal static class SpellingSuggestion
{
    /// <summary>The largest edit distance of a suggestion, as in BuildKit (util/suggest).</summary>
    private const int MaximumDistance = 2;

    private const int MaximumLength = 64;

    /// <summary>The option with the smallest edit distance to a word; null if no option is close, or if the word is an option.</summary>
    /// <param name="word">The word as written.</param>
    /// <param name="options">The valid words.</param>
    /// <param name="ignoreCase">Whether to ignore the case of letters.</param>
    public static string? Find(ReadOnlySpan<char> word, ReadOnlySpan<string> options, bool ignoreCase = false)
    {
        string? nearest = null;
        var best = MaximumDistance + 1;
        foreach (var option in options)
        {
            if (word.Length > MaximumLength || Math.Abs(word.Length - option.Length) >= best)
            {
                continue;
            }

            var distance = Distance(word, option, ignoreCase);
            if (distance == 0)
            {
                return null;
            }

            if (distance < best)
            {
                (nearest, best) = (option, distance);
            }
        }

        return nearest;
    }

    private static int Distance(ReadOnlySpan<char> from, ReadOnlySpan<char> to, bool ignoreCase)
    {
        Span<int> row = stackalloc int[MaximumLength + MaximumDistance + 1];
        for (var i = 0; i <= to.Length; i++)
        {
            row[i] = i;
        }

        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substitution = diagonal + (Same(from[i - 1], to[j - 1], ignoreCase) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }

    private static bool Same(char one, char other, bool ignoreCase) =>
        one == other || (ignoreCase && char.ToUpperInvariant(one) == char.ToUpperInvariant(other));
}
