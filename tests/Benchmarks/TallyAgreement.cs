using System.Diagnostics;
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
/// How many findings of tally on files of the corpus are found here as well, for each of its rules that is an alias of one of ours, and the
/// processor time of both. tally ends without output at a file that BuildKit refuses, so only accepted files are taken.
/// </summary>
internal static class TallyAgreement
{
    private static readonly FileFacts Facts = new() { Today = new DateOnly(2026, 11, 25) };

    /// <summary>By tally's name of a rule: <c>tally/shell-run-in-scratch</c>, <c>hadolint/DL3006</c>.</summary>
    private static readonly ILookup<string, string> Aliases = RuleCatalogue.Descriptors
        .SelectMany(static rule => rule.Aliases.Select(alias => (Name: alias.Replace(':', '/'), rule.Id)))
        .ToLookup(static pair => pair.Name, static pair => pair.Id);

    /// <summary>Prints the table; for one rule, the files and lines of its findings that are not found here instead.</summary>
    /// <param name="program">The program, which the npm package of its platform has.</param>
    /// <param name="count">The number of files, evenly spread over the corpus.</param>
    /// <param name="wanted">A rule such as tally/curl-should-follow-redirects; null for the table.</param>
    public static void Run(string program, int count, string? wanted)
    {
        var root = Directory.CreateTempSubdirectory("containerguard-tally-").FullName;
        try
        {
            var files = Choose(count);
            foreach (var (id, text) in files)
            {
                Directory.CreateDirectory(Path.Combine(root, id));
                File.WriteAllText(Path.Combine(root, id, "Dockerfile"), text);
            }

            var theirs = Ask(program, root, files.Select(static file => $"{file.Id}/Dockerfile"), out var time);
            var before = Environment.CpuUsage.TotalTime;
            var counts = Compare(files, theirs, wanted);
            var own = Environment.CpuUsage.TotalTime - before;
            Print(counts, wanted is null);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{files.Count} files, processor time: tally {time.TotalSeconds:F1} s, ContainerGuard {own.TotalSeconds:F1} s"));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>Files that BuildKit accepts.</summary>
    private static List<(string Id, string Text)> Choose(int count)
    {
        (string Id, string Text)[] accepted =
            [.. Corpus.Paths.SelectMany(Corpus.Read)
                .Where(static file => file.Refused is null)
                .Select(static file => (file.Id, file.Text))];
        var step = Math.Max(1, accepted.Length / count);
        return [.. accepted.Where((_, index) => index % step == 0).Take(count)];
    }

    /// <summary>tally's findings by file: rule and line. ShellCheck and the checks that ask registries are off.</summary>
    private static ILookup<string, (string Rule, int Line)> Ask(
        string program, string root, IEnumerable<string> files, out TimeSpan processorTime)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] options = ["lint", "--format", "json", "--no-config", "--slow-checks", "off", "--ignore", "shellcheck/*"];
        foreach (var argument in options.Concat(files)) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        processorTime = process.TotalProcessorTime;
        if (output.Length == 0) throw new InvalidOperationException(errors.Result);

        using var json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("files").EnumerateArray()
            .SelectMany(static file => file.GetProperty("violations").EnumerateArray().Select(violation => (
                File: file.GetProperty("file").GetString()!.Split('/')[0],
                Rule: violation.GetProperty("rule").GetString()!,
                Line: violation.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32())))
            .ToLookup(static finding => finding.File, static finding => (finding.Rule, finding.Line));
    }

    private static SortedDictionary<string, Count> Compare(
        List<(string Id, string Text)> files, ILookup<string, (string Rule, int Line)> theirs, string? wanted)
    {
        var counts = new SortedDictionary<string, Count>(StringComparer.Ordinal);
        foreach (var (id, text) in files)
        {
            var source = SourceText.FromBytes(Encoding.UTF8.GetBytes(text), "Dockerfile");
            var syntax = DockerfileParser.Parse(source);
            var own = RuleRunner.Run(source, Facts, new SeverityPolicy(Level.All))
                .Select(finding => (finding.Rule.Id, Line: LineOf(syntax, source, finding))).ToHashSet();
            foreach (var (rule, line) in theirs[id].Where(static finding => Aliases.Contains(finding.Rule)))
            {
                var at = Aliases[rule].Any(code => own.Contains((code, line)));
                var inFile = at || Aliases[rule].Any(code => own.Any(finding => finding.Id == code));
                if (rule == wanted && !inFile) Console.WriteLine($"{id}:{line}");
                var count = counts.GetValueOrDefault(rule);
                counts[rule] = new(count.All + 1, count.AtInstruction + (at ? 1 : 0), count.InFile + (inFile ? 1 : 0));
            }
        }

        return counts;
    }

    private static void Print(SortedDictionary<string, Count> counts, bool isTable)
    {
        if (!isTable) return;
        Console.WriteLine("| tally | findings | at the same instruction | in the same file | % |\n|---|---|---|---|---|");
        foreach (var (rule, count) in counts)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| `{rule}` | {count.All} | {count.AtInstruction} | {count.InFile} | {100.0 * count.InFile / count.All:F0} |"));
        }
    }

    /// <summary>The line where the instruction of a finding starts.</summary>
    private static int LineOf(DockerfileSyntax syntax, SourceText source, Diagnostic finding) =>
        finding.Start is not { } start
            ? 0
            : syntax.FindInstruction(source.GetLineSpan(start.Line).Start + start.Column - 1) is { } instruction
                ? source.GetLine(instruction.Span.Start)
                : start.Line;

    private readonly record struct Count(int All, int AtInstruction, int InFile);
}
