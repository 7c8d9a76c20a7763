namespace ContainerGuard.Building;

/// <summary>Takes the values of secrets out of what a build prints: an instruction may print what it was trusted with.</summary>
internal sealed class SecretMask
{
    private const int ShortestValue = 4;
    private readonly string[] values;

    /// <param name="secrets">The secrets.</param>
    /// <param name="read">The text of a file; null where it cannot be read.</param>
    /// <param name="environment">The variables of the build.</param>
    public SecretMask(IEnumerable<BuildSecret> secrets, Func<string, string?> read, Func<string, string?> environment) => values =
    [
        .. secrets.Select(secret => (secret.File is { } file ? read(file) : environment(secret.Variable!))?.Trim() ?? "")

            // A file of many lines is a configuration with a password somewhere in it, and no line of it is known to be that.
            .Where(static value => value.Length >= ShortestValue && !value.Contains('\n', StringComparison.Ordinal))
            .OrderByDescending(static value => value.Length),
    ];

    public string Apply(string line)
    {
        foreach (var value in values) line = line.Replace(value, "***", StringComparison.Ordinal);
        return line;
    }
}
