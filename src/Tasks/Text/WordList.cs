using System.Globalization;

namespace ContainerGuard.Text;

/// <summary>Lists inside a sentence: <c>a, b and c</c>.</summary>
internal static class WordList
{
    /// <summary>Words that all count.</summary>
    /// <param name="words">The words, in order.</param>
    /// <param name="most">How many the sentence names; the others are a number: <c>a, b and 3 more</c>.</param>
    public static string And(IEnumerable<string> words, int most = int.MaxValue)
    {
        string[] all = [.. words];
        return all.Length <= most ? Joined(all, "and") : Joined([.. all.Take(most), $"{all.Length - most} more"], "and");
    }

    /// <summary>Numbers that all count.</summary>
    /// <param name="numbers">The numbers, in order.</param>
    public static string And(IEnumerable<int> numbers) =>
        And(numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Words of which one is to be chosen.</summary>
    /// <param name="words">The words, in order.</param>
    /// <param name="most">How many the sentence names; the others are left out.</param>
    public static string Or(IEnumerable<string> words, int most = int.MaxValue) => Joined([.. words.Take(most)], "or");

    private static string Joined(string[] words, string last) => words is [.. { Length: > 0 } first, var end]
        ? $"{string.Join(", ", first)} {last} {end}"
        : string.Concat(words);
}
