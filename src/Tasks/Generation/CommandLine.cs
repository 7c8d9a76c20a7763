using System.Buffers;
using System.Text;

namespace ContainerGuard.Generation;

/// <summary>Quoting for a command that a person copies into a shell.</summary>
internal static class CommandLine
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-");

    /// <summary>Quotes an argument for a POSIX shell (POSIX.1-2024, shell command language, section 2.2); a plain one stays as it is.</summary>
    public static string Quote(string argument)
    {
        if (argument.Length > 0 && !argument.AsSpan().ContainsAnyExcept(Plain)) return argument;

        // Double quotes read the same in every shell, Windows' included, while nothing inside needs an escape.
        return argument.AsSpan().ContainsAny("\"$`\\!")
            ? $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : $"\"{argument}\"";
    }

    /// <summary>Quotes an argument for cmd and PowerShell, where a backslash is a plain character.</summary>
    public static string QuoteForWindows(string argument) =>
        argument.Length > 0 && !argument.Replace('\\', '/').AsSpan().ContainsAnyExcept(Plain) ? argument : $"\"{argument}\"";

    public static string Join(IEnumerable<string> arguments, bool forWindows)
    {
        var line = new StringBuilder();
        foreach (var argument in arguments)
        {
            if (line.Length > 0) line.Append(' ');
            line.Append(forWindows ? QuoteForWindows(argument) : Quote(argument));
        }

        return line.ToString();
    }
}
