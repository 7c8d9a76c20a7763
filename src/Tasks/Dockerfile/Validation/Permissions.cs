using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The values of --chmod: octal digits up to 7777, or symbols as in chmod(1), such as <c>u=rwx,go=rx</c>.</summary>
internal static class Permissions
{
    private const int MaximumMode = 0xFFF;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (GoNumber.TryParseDigits(text, 8, uint.MaxValue, out var mode))
        {
            return mode <= MaximumMode;
        }

        return !text.IsEmpty && !char.IsAsciiDigit(text[0]) && IsSymbolic(text);
    }

    private static bool IsSymbolic(ReadOnlySpan<char> text)
    {
        foreach (var clause in text.PiecesAt(','))
        {
            var at = 0;
            while (at < clause.Length && clause[at] is 'a' or 'u' or 'g' or 'o')
            {
                at++;
            }

            if (at == clause.Length)
            {
                return false;
            }

            while (at < clause.Length)
            {
                if (clause[at] is not ('+' or '-' or '='))
                {
                    return false;
                }

                at++;
                while (at < clause.Length && clause[at] is 'r' or 's' or 't' or 'w' or 'X' or 'x' or 'u' or 'g' or 'o')
                {
                    at++;
                }
            }
        }

        return true;
    }
}
