namespace ContainerGuard.Images;

/// <summary>
/// Plain loops over short texts. Vectorized searches and LINQ would be compiled anew in every build's cold process, which costs more
/// milliseconds than a name has characters.
/// </summary>
internal static class Characters
{
    public static bool All(ReadOnlySpan<char> text, Func<char, bool> allowed) => FirstNot(text, allowed) < 0;

    /// <summary>Index of the first character that is not allowed; -1 if all are.</summary>
    public static int FirstNot(ReadOnlySpan<char> text, Func<char, bool> allowed)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!allowed(text[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
