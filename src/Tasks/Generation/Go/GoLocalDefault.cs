using System.Text.RegularExpressions;

namespace ContainerGuard.Generation.Go;

/// <summary>The default of a setting with the address to listen on, if only the machine itself reaches it.</summary>
/// <param name="Address">The address.</param>
/// <param name="Variable">The variable of the environment that sets another one; null if the setting has none.</param>
/// <param name="Flag">The flag of the command line that sets another one; null if the setting has none.</param>
internal sealed partial record GoLocalDefault(string Address, string? Variable, string? Flag)
{
    /// <summary>Whether a text can have such a setting.</summary>
    public static bool IsMentionedIn(string text) =>
        text.Contains("\"127.0.0.1\"", StringComparison.Ordinal) || text.Contains("\"localhost\"", StringComparison.Ordinal);

    /// <summary>The setting of a line: a field with tags, a flag, or a default of viper. Null for other lines.</summary>
    public static GoLocalDefault? In(string line)
    {
        if (!line.Contains("listen", StringComparison.OrdinalIgnoreCase) && !line.Contains("bind", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        if (Tag().Match(line) is { Success: true } tag)
        {
            var variable = Named().Match(line) is { Success: true } named ? named.Groups["name"].Value : null;
            return new(tag.Groups["address"].Value, variable, null);
        }

        return Call().Match(line) is { Success: true } call
            ? new(call.Groups["address"].Value, null, call.Groups["name"] is { Success: true } name ? name.Value : null)
            : null;
    }

    /// <summary><c>Host string `default:"127.0.0.1" env:"LISTEN_HOST"`</c>.</summary>
    [GeneratedRegex(@"\b(default|envDefault|env-default):""(?<address>127\.0\.0\.1|localhost)""", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\b(env|envconfig):""(?<name>[A-Z][A-Z0-9_]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    /// <summary><c>flags.StringP("address", "a", "127.0.0.1", "address to listen on")</c>.</summary>
    [GeneratedRegex(
        @"(\.String(Var)?P?\((&[\w.]+,\s*)?""(?<name>[\w.-]+)""|\bSetDefault\(""[\w.-]+"")\s*,\s*(""\w?""\s*,\s*)?"
            + @"""(?<address>127\.0\.0\.1|localhost)""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Call();
}
