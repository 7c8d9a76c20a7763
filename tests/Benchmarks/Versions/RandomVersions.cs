namespace ContainerGuard.Benchmarks.Versions;

/// <summary>
/// Random pairs of versions: from the pieces that have a meaning in an ecosystem, and mostly alike, so that details decide.
/// </summary>
internal sealed class RandomVersions(string start, string[] separators, string[] words, string[] wordSeparators, int seed)
{
    private static readonly string[] Numbers =
        ["0", "0", "1", "1", "2", "3", "9", "10", "11", "01", "00", "010", "20240131", "123456789012"];

    private readonly Random _random = new(seed);

    public static RandomVersions Of(string ecosystem, int seed) => ecosystem switch
    {
        "debian" => Of("", [".", ".", ".", "-", "+", "~", ":", ""], ["a", "b", "rc", "deb", "ubuntu", "dfsg", "~", "+b", "Z"], seed),
        "redhat" => Of(
            "", [".", ".", ".", "-", "_", "~", "^", "+", ":", ""], ["a", "el", "fc", "rc", "git", "~", "^", "Z", "b"], seed),
        "rubygems" => Of("", [".", ".", ".", "-", ""], ["a", "b", "pre", "rc", "A", "alpha", "x"], seed),
        "semver" => Of("1.2.", [".", "-", "-", "+", "", ""], ["a", "alpha", "rc", "beta", "-", "x-y", "A", "rc1"], seed),
        "pypi" => Of(
            "", [".", ".", ".", "-", "_", "", "+", "!"], ["a", "b", "rc", "c", "pre", "alpha", "post", "dev", "r", "rev", "x"], seed),
        "packagist" => Of(
            "", [".", ".", ".", "-", "_", "", "+"], ["dev", "alpha", "a", "beta", "b", "RC", "rc", "pl", "p", "patch", "x"], seed),
        // A qualifier after a dot is placed differently by every version of Maven.
        "maven" => new(
            "", [".", "-"], ["alpha", "a", "b", "m", "rc", "cr", "SNAPSHOT", "ga", "final", "sp", "x", "jre", "_y"], ["-", ""], seed),
        _ => throw new ArgumentOutOfRangeException(nameof(ecosystem), ecosystem, "no pieces are known"),
    };

    private static RandomVersions Of(string start, string[] separators, string[] words, int seed) =>
        new(start, separators, words, separators, seed);

    public (string Left, string Right) Next()
    {
        var left = Version();
        return (left, _random.Next(4) == 0 ? Version() : Changed(left));
    }

    private string Version()
    {
        var version = start + Pick(Numbers);
        for (var pieces = _random.Next(1, 7); pieces > 0; pieces--) version += Piece();
        return version;
    }

    private string Changed(string version)
    {
        var at = _random.Next(version.Length);
        return _random.Next(4) switch
        {
            0 => version[..at] + Piece() + version[at..],
            1 when version.Length > 1 => version.Remove(at, 1),
            2 => version[..at] + Pick(Numbers) + version[at..],
            _ => version + Piece(),
        };
    }

    private string Piece() => _random.Next(5) < 3 ? Pick(separators) + Pick(Numbers) : Pick(wordSeparators) + Pick(words);

    private string Pick(string[] pieces) => pieces[_random.Next(pieces.Length)];
}
