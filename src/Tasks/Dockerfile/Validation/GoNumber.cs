namespace ContainerGuard.Dockerfile;

/// <summary>Numbers as Go's strconv reads them: a sign and digits, nothing else.</summary>
internal static class GoNumber
{
    /// <summary>Reads a decimal number within bounds.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, long minimum, long maximum, out long value)
    {
        value = 0;
        var digits = text is ['+' or '-', ..] ? text[1..] : text;
        if (!TryParseDigits(digits, 10, long.MaxValue, out value))
            return false;
        if (text[0] == '-')
            value = -value;
        return value >= minimum && value <= maximum;
    }

    /// <summary>Reads digits of a base, without a sign, up to a maximum.</summary>
    public static bool TryParseDigits(ReadOnlySpan<char> digits, int numberBase, long maximum, out long value)
    {
        value = 0;
        foreach (var c in digits)
        {
            if (c < '0' || c >= '0' + numberBase)
                return false;
            var digit = c - '0';
            if (value > (maximum - digit) / numberBase)
                return false;
            value = (value * numberBase) + digit;
        }

        return digits.Length > 0;
    }
}

/// <summary>Truth values as Go's strconv reads them.</summary>
internal static class GoBoolean
{
    public static bool IsValid(ReadOnlySpan<char> text) => TryParse(text, out _);

    public static bool TryParse(ReadOnlySpan<char> text, out bool value)
    {
        value = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || text is "0" or "f" or "F" or "FALSE" or "false" or "False";
    }
}
