using System.Buffers;

namespace ContainerGuard.Generation.Go;

/// <summary>
/// Ports below 1024 in lines of Go. Only root may listen on them, unless the platform says otherwise
/// (net.ipv4.ip_unprivileged_port_start), and the user of a generated image is not root.
/// </summary>
internal static class GoPorts
{
    /// <summary>Web, mail, names, files and logs: the services below 1024 that programs in containers are written for.</summary>
    private static readonly string[] Low = ["80", "443", "25", "53", "21", "22", "389", "514", "636"];

    private static readonly string[] Literals =
        [.. Low.SelectMany(static port => new[] { $"\":{port}\"", $"\"0.0.0.0:{port}\"", $"\"{port}\"", $", {port}," })];

    /// <summary>The literals of low ports, for a quick look at a whole text.</summary>
    public static SearchValues<string> Marks { get; } = SearchValues.Create(Literals, StringComparison.Ordinal);

    /// <summary>Calls and fields with the address to listen on.</summary>
    private static readonly string[] Listens = ["Listen", ".Run(", ".Start(", ".RunTLS(", "Addr:", "Address:"];

    /// <summary>The low port on which a line listens, or that is the default of a setting for the port; null for other lines.</summary>
    /// <param name="line">The line.</param>
    /// <param name="readsSchemes">Whether its file reads schemes of URLs, whose default ports are those of other servers.</param>
    /// <returns>The port, and the variable of the environment that sets another one, if the line names it.</returns>
    public static (string Port, string? Variable)? In(string line, bool readsSchemes)
    {
        if (!line.AsSpan().ContainsAny(Marks)) return null;
        foreach (var literal in Literals)
        {
            var at = line.IndexOf(literal, StringComparison.Ordinal);
            if (at < 0) continue;
            var before = line[..at];
            var port = new string([.. literal.Where(char.IsAsciiDigit)]);
            if (literal.StartsWith("\"0", StringComparison.Ordinal)) port = literal[(literal.LastIndexOf(':') + 1)..^1];
            if (Array.Exists(Listens, call => before.Contains(call, StringComparison.Ordinal)) || IsDefault(before, literal, readsSchemes))
            {
                return (port, Variable(before));
            }
        }

        return null;
    }

    /// <summary>Whether what precedes a literal makes it the default of the port: an option, a variable, an assignment.</summary>
    private static bool IsDefault(string before, string literal, bool readsSchemes)
    {
        if (!before.Contains("port", StringComparison.OrdinalIgnoreCase) && !before.Contains("addr", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var isOption = before.Contains("flag.", StringComparison.OrdinalIgnoreCase);
        return literal[0] == ',' ? isOption
            : isOption || before.Contains("env", StringComparison.OrdinalIgnoreCase)
                || (!readsSchemes && before.TrimEnd() is var text && text.EndsWith('=') && !text.EndsWith("==", StringComparison.Ordinal)
                    && !text.EndsWith("!=", StringComparison.Ordinal));
    }

    /// <summary>The last string before the port that is a name in capitals.</summary>
    private static string? Variable(string before) => before.Split('"').LastOrDefault(static part =>
        part.Length > 1 && char.IsAsciiLetterUpper(part[0])
        && part.All(static c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_'));
}
