using System.Text;

namespace ContainerGuard.Generation;

/// <summary>Quotes the arguments of a command that a user copies into a shell.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Quotes an argument for a POSIX shell (POSIX.1-2024, shell command language, section 2.2); a plain argument is not changed.
    /// </summary>
    public static string Quote(string argument)
    {
        if (IsPlain(argument)) return argument;

        // A line break would end the instruction.
        argument = DockerfileWriter.OneLine(argument);

        // Double quotes have the same meaning in every shell, including those of Windows, as long as the text needs no escape.
        return TextScan.HasAny(argument, "\"$`\\!")
            ? $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'"
            : $"\"{argument}\"";
    }

    /// <summary>Quotes an argument for cmd and PowerShell, where a backslash is not an escape character.</summary>
    public static string QuoteForWindows(string argument) =>
        IsPlain(argument.Replace('\\', '/')) ? argument : $"\"{argument}\"";

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

    private static bool IsPlain(string argument)
    {
        foreach (var character in argument)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !"_@%+=:,./-".Contains(character, StringComparison.Ordinal)) return false;
        }

        return argument.Length > 0;
    }
}
