namespace ContainerGuard.Dockerfile;

/// <summary>Numbers in the syntax of Go's strconv: an optional sign and digits.</summary>
internal static class GoNumber
{
    /// <summary>Reads a decimal number between two bounds, both included.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, long minimum, long maximum, out long value)
    {
        value = 0;
        var digits = text is ['+' or '-', ..] ? text[1..] : text;
        if (!TryParseDigits(digits, 10, long.MaxValue, out value))
        {
            return false;
        }

        if (text[0] == '-')
        {
            value = -value;
        }

        return value >= minimum && value <= maximum;
    }

    /// <summary>Reads a number without a sign, in a given base, up to a maximum.</summary>
    public static bool TryParseDigits(ReadOnlySpan<char> digits, int numberBase, long maximum, out long value)
    {
        value = 0;
        foreach (var c in digits)
        {
            if (c < '0' || c >= '0' + numberBase)
            {
                return false;
            }

            var digit = c - '0';
            if (value > (maximum - digit) / numberBase)
            {
                return false;
            }

            value = (value * numberBase) + digit;
        }

        return digits.Length > 0;
    }
}

/// <summary>Boolean values in the syntax of Go's strconv.ParseBool.</summary>
internal static class GoBoolean
{
    public static bool IsValid(ReadOnlySpan<char> text) => TryParse(text, out _);

    public static bool TryParse(ReadOnlySpan<char> text, out bool value)
    {
        value = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || text is "0" or "f" or "F" or "FALSE" or "false" or "False";
    }
}
