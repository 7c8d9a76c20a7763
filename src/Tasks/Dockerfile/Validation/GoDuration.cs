namespace ContainerGuard.Dockerfile;

/// <summary>Durations in the syntax of Go's time.ParseDuration: <c>1h30m</c>, <c>1.5s</c>, <c>-2ms</c>, <c>0</c>.</summary>
internal static class GoDuration
{
    public const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="nanoseconds">The duration, in nanoseconds.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out long nanoseconds)
    {
        nanoseconds = 0;
        var isNegative = text is ['-', ..];
        if (text is ['+' or '-', ..])
        {
            text = text[1..];
        }

        if (text is "0")
        {
            return true;
        }

        if (text.IsEmpty)
        {
            return false;
        }

        decimal total = 0;
        while (!text.IsEmpty)
        {
            if (!TryReadNumber(ref text, out var number) || !TryReadUnit(ref text, out var unit))
            {
                return false;
            }

            total += number * unit;
            if (total > long.MaxValue)
            {
                return false;
            }
        }

        nanoseconds = (long)(isNegative ? -total : total);
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        decimal scale = 1;
        var at = 0;
        var digits = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++, digits++)
        {
            number = (number * 10) + (text[at] - '0');
            if (number > long.MaxValue)
            {
                return false;
            }
        }

        if (at < text.Length && text[at] == '.')
        {
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++, digits++)
            {
                // A digit after this many decimal places is less than a nanosecond, even in hours.
                if (scale < 0.000_000_000_000_01m)
                {
                    continue;
                }

                scale /= 10;
                number += (text[at] - '0') * scale;
            }
        }

        text = text[at..];
        return digits > 0;
    }

    private static bool TryReadUnit(ref ReadOnlySpan<char> text, out decimal nanoseconds)
    {
        var length = 0;
        while (length < text.Length && text[length] != '.' && !char.IsAsciiDigit(text[length]))
        {
            length++;
        }

        nanoseconds = text[..length] switch
        {
            "ns" => 1,
            "us" or "µs" or "μs" => 1_000,
            "ms" => NanosecondsPerMillisecond,
            "s" => 1_000_000_000,
            "m" => 60_000_000_000,
            "h" => 3_600_000_000_000,
            _ => 0,
        };
        text = text[length..];
        return nanoseconds != 0;
    }
}
