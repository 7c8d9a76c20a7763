using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The signals of Linux, by the names and numbers that STOPSIGNAL accepts (moby/sys/signal).</summary>
internal static class SignalName
{
    private static readonly string[] Names =
    [
        "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF", "PWR",
        "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH",
        "XCPU", "XFSZ", "RTMIN", "RTMAX",
    ];

    public static bool IsValid(string text)
    {
        if (GoNumber.TryParse(text, long.MinValue, long.MaxValue, out var number))
        {
            return number != 0;
        }

        var name = WithoutPrefix(text);
        if (name.StartsWith("RTMIN+", StringComparison.Ordinal))
        {
            return IsOffset(name["RTMIN+".Length..], 15);
        }

        if (name.StartsWith("RTMAX-", StringComparison.Ordinal))
        {
            return IsOffset(name["RTMAX-".Length..], 14);
        }

        return Names.Contains(name);
    }

    /// <summary>The name of a signal without SIG, in upper case. Numbers become names, with the numbering of x86 and ARM.</summary>
    public static string Normalize(string text) => WithoutPrefix(text) switch
    {
        "1" => "HUP",
        "2" => "INT",
        "3" => "QUIT",
        "9" => "KILL",
        "10" => "USR1",
        "12" => "USR2",
        "15" => "TERM",
        "19" => "STOP",
        "28" => "WINCH",
        var name => name,
    };

    /// <summary>The signal that the user most likely meant, with SIG; null if no name is close.</summary>
    public static string? FindNearest(string text) =>
        SpellingSuggestion.Find(WithoutPrefix(text), Names) is { } nearest ? "SIG" + nearest : null;

    private static string WithoutPrefix(string text)
    {
        var upper = text.ToUpperInvariant();
        return upper.StartsWith("SIG", StringComparison.Ordinal) ? upper[3..] : upper;
    }

    private static bool IsOffset(string digits, int maximum) =>
        digits.Length > 0 && digits[0] != '0' && GoNumber.TryParseDigits(digits, 10, maximum, out _);
}
