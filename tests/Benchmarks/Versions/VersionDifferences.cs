using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ContainerGuard.Packages.Versions;

namespace ContainerGuard.Benchmarks.Versions;

/// <summary>
/// Random pairs of versions, compared by the tool of their ecosystem and by us. The scripts beside this file ask the tools: they read
/// lines <c>left TAB right</c> and answer -1, 0, 1, or ? where the tool does not accept a version.
/// </summary>
internal static partial class VersionDifferences
{
    /// <param name="ecosystem">
    /// The name of a script. With <c>CONTAINERGUARD_VERSIONS</c>, the versions are those of its file in that folder, instead of made ones.
    /// </param>
    /// <param name="pairs">How many pairs to compare.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    /// <param name="table">A file for answered pairs, in the form of the tests; null to write none.</param>
    public static void Run(string ecosystem, int pairs, int seed, string? table)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Versions");
        var script = Directory.EnumerateFiles(folder, ecosystem + ".*").Single();
        var order = VersionOrder.For(ecosystem) ?? throw new ArgumentException($"no order is known of {ecosystem}");
        var next = Environment.GetEnvironmentVariable("CONTAINERGUARD_VERSIONS") is { Length: > 0 } known
            ? Drawn(Path.Combine(known, ecosystem + ".txt"), seed)
            : RandomVersions.Of(ecosystem, seed).Next;
        var asked = Enumerable.Range(0, pairs).Select(_ => next()).ToArray();

        var answers = Ask(script, asked);
        var decided = ecosystem == "maven" ? DecidedOfMaven() : null;
        int accepted = 0, different = 0, expected = 0, otherwiseAccepted = 0;
        var lines = new List<string>();
        for (var i = 0; i < asked.Length; i++)
        {
            var (left, right) = asked[i];
            var weAccept = order.Accepts(left) && order.Accepts(right);
            if (weAccept != (answers[i] != "?") && otherwiseAccepted++ < 10)
            {
                Console.WriteLine($"accepted by us: {weAccept}: {left} {right}");
            }

            if (answers[i] == "?") continue;
            accepted++;
            var ours = Math.Sign(order.Compare(left, right));
            var theirs = int.Parse(answers[i], CultureInfo.InvariantCulture);
            if (ours != theirs && decided?.IsMatch($"{left} {right}") == true) expected++;
            else if (ours != theirs && different++ < 30) Console.WriteLine($"{left} {right}: {theirs}, but for us {ours}");
            if (weAccept) lines.Add($"{left} {(theirs < 0 ? '<' : theirs > 0 ? '>' : '=')} {right}");
        }

        Console.WriteLine(
            $"{ecosystem}: {pairs} pairs, {accepted} accepted, {different} different; {otherwiseAccepted} accepted by one side only"
                + (decided is null ? "" : $"; {expected} different as the specification says"));
        if (table is not null) File.WriteAllLines(table, lines);
    }

    /// <summary>
    /// Maven's specification removes a value without effect (0, ga, final, release) before a hyphen, so <c>1-1</c> and <c>1-ga-1</c> are
    /// equal. Its program puts an empty list in the place of the value, so they are not. Its releases differ about a word after a dot.
    /// </summary>
    [GeneratedRegex(
        @"(?:^|[ .-]|(?<=[0-9])(?=[a-z_])|(?<=[a-z_])(?=[0-9]))(?:0+(?=-|[a-z_])|(?:ga|final|release)(?=-|[0-9])|(?=-))|\.[a-z_]",
        RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DecidedOfMaven();

    /// <summary>Random pairs of the versions in a file of the tests.</summary>
    private static Func<(string Left, string Right)> Drawn(string file, int seed)
    {
        var versions = File.ReadLines(file).Where(static line => line.Length > 0 && line[0] is not ('#' or '/'))
            .SelectMany(static line => line.Split(' ') is [var left, _, var right, ..] ? [left, right] : Array.Empty<string>()).ToArray();
        var random = new Random(seed);
        return () => (versions[random.Next(versions.Length)], versions[random.Next(versions.Length)]);
    }

    private static string[] Ask(string script, (string Left, string Right)[] pairs)
    {
        var input = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(input, pairs.Select(static pair => $"{pair.Left}\t{pair.Right}"));
            var (program, arguments) = Path.GetExtension(script) switch
            {
                ".pl" => ("perl", new[] { script, input }),
                ".rb" => ("ruby", [script, input]),
                ".py" => ("python3", [script, input]),
                ".cjs" => ("node", [script, input]),
                ".php" => ("php", [script, input]),
                ".java" => ("java", [script, input]),
                ".lua" => ("rpm", ["--define", $"input {input}", "--eval", $"%{{lua:{File.ReadAllText(script)}}}"]),
                var other => throw new InvalidOperationException($"no program is known for {other}"),
            };
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            return process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(input);
        }
    }
}
