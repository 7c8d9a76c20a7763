using System.Text;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>
/// Searches bytes for any of several literals in one pass, with the algorithm of Wu and Manber (1994): two bytes say how far the next
/// possible match is. Most text is skipped two bytes at a time, and its simple loop needs no compilation of generic code in a new process.
/// </summary>
internal sealed class LiteralSearch
{
    /// <summary>The length of the shortest literal, by which shifts are limited.</summary>
    public const int Shortest = 3;

    /// <summary>By the second and third byte of a possible match: the number of bytes to skip.</summary>
    private readonly byte[] _shifts = new byte[1 << 16];

    /// <summary>By the second and third byte of a literal: the indexes of the literals.</summary>
    private readonly Dictionary<int, int[]> _literalsOf = [];
    private readonly byte[][] _literals;

    /// <exception cref="ArgumentException">A literal is shorter than <see cref="Shortest"/>.</exception>
    public LiteralSearch(IReadOnlyList<string> literals)
    {
        _literals = [.. literals.Select(Encoding.Latin1.GetBytes)];
        if (_literals.Any(static literal => literal.Length < Shortest))
        {
            throw new ArgumentException("A literal is too short.", nameof(literals));
        }

        Array.Fill(_shifts, (byte)(Shortest - 1));
        foreach (var literal in _literals)
        {
            var first = Pair(literal[0], literal[1]);
            _shifts[first] = Math.Min(_shifts[first], (byte)1);
        }

        foreach (var group in Enumerable.Range(0, _literals.Length).GroupBy(i => Pair(_literals[i][1], _literals[i][2])))
        {
            _shifts[group.Key] = 0;
            _literalsOf[group.Key] = [.. group];
        }
    }

    /// <summary>Finds the first literal at or after a place.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="from">The place.</param>
    /// <param name="literal">The index of the literal; -1 without one.</param>
    /// <returns>Its place; -1 without one.</returns>
    public int Find(ReadOnlySpan<byte> text, int from, out int literal)
    {
        var shifts = _shifts;
        for (var at = from; at + 2 < text.Length;)
        {
            int shift = shifts[Pair(text[at + 1], text[at + 2])];
            if (shift > 0)
            {
                at += shift;
                continue;
            }

            foreach (var candidate in _literalsOf[Pair(text[at + 1], text[at + 2])])
            {
                if (text[at..].StartsWith(_literals[candidate]))
                {
                    literal = candidate;
                    return at;
                }
            }

            at++;
        }

        literal = -1;
        return -1;
    }

    private static int Pair(byte one, byte other) => one << 8 | other;
}
