using System.Globalization;
using System.Text;
using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// How many of hadolint's findings on the corpus are found here as well, for each of its codes that is an alias of a rule: at the same
/// instruction, or only elsewhere in the file. docs/neighbours.md explains the differences.
/// </summary>
internal static class HadolintAgreement
{
    private static readonly FileFacts Facts = new() { Today = new DateOnly(2026, 11, 25) };

    private static readonly ILookup<string, string> Aliases = RuleCatalogue.Descriptors
        .SelectMany(static rule => rule.Aliases.Select(alias => (Alias: alias, rule.Id)))
        .Where(static pair => pair.Alias.StartsWith("hadolint:", StringComparison.Ordinal))
        .ToLookup(static pair => pair.Alias["hadolint:".Length..], static pair => pair.Id);

    /// <summary>Prints the table; for one code, the findings that are not found here at their instruction instead.</summary>
    /// <param name="wanted">A code such as DL3009; null for the table.</param>
    public static void Run(string? wanted)
    {
        var counts = new SortedDictionary<string, (int All, int AtInstruction, int InFile)>(StringComparer.Ordinal);
        foreach (var (id, text, warnings) in Corpus.Paths.SelectMany(Read))
        {
            if (warnings.Count == 0) continue;
            var source = SourceText.FromBytes(Encoding.UTF8.GetBytes(text), "Dockerfile");
            var syntax = DockerfileParser.Parse(source);
            var found = RuleRunner.Run(source, Facts, new SeverityPolicy(Level.All))
                .Select(finding => (finding.Rule.Id, Line: LineOf(syntax, source, finding))).ToHashSet();
            foreach (var (code, line) in warnings.Where(static warning => Aliases.Contains(warning.Code)))
            {
                var at = Aliases[code].Any(rule => found.Contains((rule, line)));
                if (code == wanted && !at) Console.WriteLine($"{id}:{line}");
                var inFile = at || Aliases[code].Any(rule => found.Any(finding => finding.Id == rule));
                var (all, atInstruction, anywhere) = counts.GetValueOrDefault(code);
                counts[code] = (all + 1, atInstruction + (at ? 1 : 0), anywhere + (inFile ? 1 : 0));
            }
        }

        if (wanted is not null) return;
        Console.WriteLine("| hadolint | findings | at the same instruction | in the same file | % |\n|---|---|---|---|---|");
        foreach (var (code, count) in counts) Write(code, count.All, count.AtInstruction, count.InFile);
        var sums = counts.Values;
        Write(
            "all", sums.Sum(static count => count.All), sums.Sum(static count => count.AtInstruction),
            sums.Sum(static count => count.InFile));
    }

    private static void Write(string code, int all, int atInstruction, int inFile) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {code} | {all} | {atInstruction} | {inFile} | {100.0 * atInstruction / Math.Max(all, 1):F1} |"));

    /// <summary>The line where the instruction of a finding starts, which hadolint names; 0 for the whole file.</summary>
    private static int LineOf(DockerfileSyntax syntax, SourceText source, Diagnostic finding) =>
        finding.Start is not { } start
            ? 0
            : syntax.FindInstruction(source.GetLineSpan(start.Line).Start + start.Column - 1) is { } instruction
                ? source.GetLine(instruction.Span.Start)
                : start.Line;

    private static IEnumerable<(string Id, string Text, IReadOnlyList<(string Code, int Line)> Warnings)> Read(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            yield return (
                json.RootElement.GetProperty("id").GetString()!,
                json.RootElement.GetProperty("dockerfile").GetString()!,
                [.. json.RootElement.GetProperty("hadolint").GetProperty("warnings").EnumerateArray()
                    .Select(static warning => (warning[0].GetString()!, warning[1].GetInt32()))]);
        }
    }
}
