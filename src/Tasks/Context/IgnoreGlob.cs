using System.Text;

namespace ContainerGuard.Context;

/// <summary>
/// A pattern with stars, classes or escapes. It is matched in one pass over the path: all possible positions in the pattern are followed in
/// parallel. The result is that of the regular expression that moby/patternmatcher creates from the pattern.
/// </summary>
internal sealed class IgnoreGlob
{
    private const int AnyCharacter = -1;
    private const int Star = -2;

    /// <summary><c>**</c> that is not at the end: any number of folders up to a slash, including zero.</summary>
    private const int Folders = -3;

    /// <summary><c>**</c> at the end: any text.</summary>
    private const int Everything = -4;

    /// <summary>The token of the first class; each further class is one less.</summary>
    private const int FirstClass = -5;

    private const int SmallSize = 256;

    /// <summary>The tokens of the pattern: a character, or one of the constants above.</summary>
    private readonly int[] _tokens;

    /// <summary>The classes: for each, whether it is negated (1) or not (0), followed by the pairs of its ranges.</summary>
    private readonly int[][] _classes;

    private IgnoreGlob(int[] tokens, int[][] classes) => (_tokens, _classes) = (tokens, classes);

    /// <summary>Reads a pattern whose syntax is already validated.</summary>
    public static IgnoreGlob Read(string pattern)
    {
        List<int> tokens = [];
        List<int[]> classes = [];
        for (var at = 0; at < pattern.Length;)
        {
            switch (pattern[at])
            {
                case '*' when at + 1 < pattern.Length && pattern[at + 1] == '*':
                    at += 2;
                    if (at < pattern.Length && pattern[at] == '/') at++;
                    tokens.Add(at == pattern.Length ? Everything : Folders);
                    break;

                case '*':
                    tokens.Add(Star);
                    at++;
                    break;

                case '?':
                    tokens.Add(AnyCharacter);
                    at++;
                    break;

                case '[':
                    tokens.Add(FirstClass - classes.Count);
                    classes.Add(ReadClass(pattern, ref at));
                    break;

                default:
                    tokens.Add(ReadCharacter(pattern, ref at));
                    break;
            }
        }

        return new IgnoreGlob([.. tokens], [.. classes]);
    }

    /// <param name="path">Relative to the context, with forward slashes.</param>
    public bool Matches(ReadOnlySpan<char> path)
    {
        var size = _tokens.Length + 1;
        var states = 2 * size <= SmallSize ? stackalloc bool[SmallSize] : new bool[2 * size];
        var current = states[..size];
        var next = states.Slice(size, size);
        Enter(current, 0);
        foreach (var rune in path.EnumerateRunes())
        {
            next.Clear();
            var isAlive = false;
            for (var state = 0; state < _tokens.Length; state++)
            {
                if (current[state] && Step(next, state, rune.Value)) isAlive = true;
            }

            if (!isAlive) return false;
            var last = current;
            current = next;
            next = last;
        }

        return current[_tokens.Length];
    }

    /// <summary>Marks the positions after one character; false when the character does not match.</summary>
    private bool Step(Span<bool> next, int state, int character)
    {
        switch (_tokens[state])
        {
            case Star:
                if (character == '/') return false;
                Enter(next, state);
                return true;

            case Folders:
                next[state] = true;
                if (character == '/') Enter(next, state + 1);
                return true;

            case Everything:
                Enter(next, state);
                return true;

            case AnyCharacter:
                if (character == '/') return false;
                break;

            case <= FirstClass and var token:
                if (!IsIn(_classes[FirstClass - token], character)) return false;
                break;

            case var literal:
                if (literal != character) return false;
                break;
        }

        Enter(next, state + 1);
        return true;
    }

    /// <summary>Marks a position, and the positions after it that match the empty string.</summary>
    private void Enter(Span<bool> states, int state)
    {
        for (states[state] = true; state < _tokens.Length && _tokens[state] is Star or Folders or Everything; states[state] = true) state++;
    }

    /// <summary>Whether a class contains a character. A class may match a slash, as <c>[^a]</c> does.</summary>
    private static bool IsIn(int[] ranges, int character)
    {
        var isIn = false;
        for (var index = 1; index < ranges.Length; index += 2) isIn |= ranges[index] <= character && character <= ranges[index + 1];
        return isIn != (ranges[0] == 1);
    }

    private static int[] ReadClass(string pattern, ref int at)
    {
        List<int> ranges = [0];
        if (pattern[++at] == '^')
        {
            ranges[0] = 1;
            at++;
        }

        while (pattern[at] != ']')
        {
            var low = ReadCharacter(pattern, ref at);
            var high = low;
            if (pattern[at] == '-')
            {
                at++;
                high = ReadCharacter(pattern, ref at);
            }

            ranges.Add(low);
            ranges.Add(high);
        }

        at++;
        return [.. ranges];
    }

    private static int ReadCharacter(string pattern, ref int at)
    {
        if (pattern[at] == '\\') at++;
        Rune.DecodeFromUtf16(pattern.AsSpan(at), out var rune, out var length);
        at += length;
        return rune.Value;
    }
}
