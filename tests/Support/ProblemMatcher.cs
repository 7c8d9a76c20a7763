using System.Globalization;
using System.Text.RegularExpressions;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// A regular expression by which a program makes annotations of a build's output: what it does not match is not shown at the line of a
/// file.
/// </summary>
public sealed partial class ProblemMatcher
{
    private readonly Regex _pattern;
    private readonly Func<Match, (string Line, string Severity, string Code)> _read;

    private ProblemMatcher(string name, Regex pattern, Func<Match, (string Line, string Severity, string Code)> read) =>
        (Name, _pattern, _read) = (name, pattern, read);

    /// <summary>GitHub's, which actions/setup-dotnet registers: <c>.github/csc.json</c>.</summary>
    public static ProblemMatcher SetupDotNet { get; } =
        new("setup-dotnet", Csc(), static match => (match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value));

    /// <summary>VS Code's <c>$msCompile</c>, as of 1.100.</summary>
    public static ProblemMatcher MsCompile { get; } =
        new("$msCompile", Compile(), static match => (match.Groups[2].Value, match.Groups[4].Value, match.Groups[5].Value));

    /// <summary>VS Code's <c>$msCompile</c> as it was before 2020, which its forks still have.</summary>
    public static ProblemMatcher OldMsCompile { get; } =
        new("$msCompile of old", OldCompile(), static match => (match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value));

    public static IReadOnlyList<ProblemMatcher> All { get; } = [SetupDotNet, MsCompile, OldMsCompile];

    public string Name { get; }

    /// <summary>What the program would show; null where it does not match, or finds no line.</summary>
    public (string File, int Line, int Column, string Severity, string Code)? Match(string line)
    {
        if (_pattern.Match(line) is not { Success: true } match) return null;
        var (place, severity, code) = _read(match);
        if (place.Length == 0) return null;

        // setup-dotnet knows no column, VS Code reads both from one group.
        var numbers = place.Split(',').Select(static number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return (match.Groups[1].Value, numbers[0], numbers.ElementAtOrDefault(1), severity, code);
    }

    public override string ToString() => Name;

    [GeneratedRegex(@"^(.*)\((\d+)(?:,\d+|,\d+,\d+)?\):\s+(error|warning)\s+([a-zA-Z]+(?<!MSB)\d+):\s*(.*?)\s+\[(.*?)\]$")]
    private static partial Regex Csc();

    [GeneratedRegex(@"^\s*(?:\s*\d+>)?(\S.*?)(?:\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\))?\s*:\s+(?:(\S+)\s+)?((?:fatal "
        + @"+)?error|warning|info)\s+(\w+\d+)?\s*:\s*(.*)$")]
    private static partial Regex Compile();

    [GeneratedRegex(@"^(?:\s+\d+\>)?([^\s].*)\((\d+|\d+,\d+|\d+,\d+,\d+,\d+)\)\s*:\s+(error|warning|info)\s+(\w{1,2}\d+)\s*:\s*(.*)$")]
    private static partial Regex OldCompile();
}
