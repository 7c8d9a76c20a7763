namespace ContainerGuard.Building;

/// <summary>Removes the values of secrets from the output of a build: an instruction may print them.</summary>
internal sealed class SecretMask
{
    private const int ShortestValue = 4;
    private readonly string[] _values;

    /// <param name="secrets">The secrets.</param>
    /// <param name="read">The text of a file; null if it cannot be read.</param>
    /// <param name="environment">The variables of the build.</param>
    public SecretMask(IEnumerable<BuildSecret> secrets, Func<string, string?> read, Func<string, string?> environment) => _values =
    [
        .. secrets.Select(secret => (secret.File is { } file ? read(file) : environment(secret.Variable!))?.Trim() ?? "")

            // A file of several lines is a configuration that contains a password, and it is not known which line that is.
            .Where(static value => value.Length >= ShortestValue && !value.Contains('\n', StringComparison.Ordinal))
            .OrderByDescending(static value => value.Length),
    ];

    public string Apply(string line)
    {
        foreach (var value in _values) line = line.Replace(value, "***", StringComparison.Ordinal);
        return line;
    }
}
