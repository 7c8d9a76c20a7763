
namespace ContainerGuard.Analysis.Built;

/// <summary>Text of an image that may contain secrets.</summary>
internal static class HistoryText
{
    private const int Longest = 120;

    /// <summary>
    /// The beginning of a text, with stars in the place of secrets: by their shape, and by the name of the variable before them.
    /// </summary>
    public static string Masked(string text)
    {
        var line = WithStars(text).ReplaceLineEndings(" ");
        return line.Length <= Longest ? line : $"{line[..Longest]}…";
    }

    /// <summary>Whether the text has anything that must not be shown.</summary>
    public static bool HasSecret(string text) => WithStars(text) != text;

    private static string WithStars(string text)
    {
        var masked = text;
        foreach (var secret in SecretShapes.Find(text).Reverse())
        {
            masked = $"{masked[..secret.Span.Start]}***{masked[secret.Span.End..]}";
        }

        var words = masked.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            var equals = words[i].IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            var name = words[i][..equals].TrimStart('-', '"', '\'').Replace('-', '_');
            if (SecretNames.IsSecret(name, words[i][(equals + 1)..].Trim('"', '\''))) words[i] = $"{words[i][..equals]}=***";
        }

        return string.Join(' ', words);
    }
}
