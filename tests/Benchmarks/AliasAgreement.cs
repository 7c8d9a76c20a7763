using System.Globalization;
using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// How many findings of another tool are found here as well, for each of its rules that is an alias of one of ours: at the same
/// instruction, or only elsewhere in the file.
/// </summary>
/// <param name="aliases">Our rules by the other tool's name of a rule.</param>
internal sealed class AliasAgreement(ILookup<string, string> aliases)
{
    private static readonly FileFacts Facts = new() { Today = new DateOnly(2026, 11, 25) };

    private readonly SortedDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>The names of the other tool, with the findings of each.</summary>
    public IReadOnlyDictionary<string, Count> Counts => _counts;

    /// <summary>Compares a file.</summary>
    /// <param name="text">The file.</param>
    /// <param name="theirs">The other tool's findings: rule, and the line where its instruction starts.</param>
    /// <param name="compared">Receives each finding of a rule that is an alias.</param>
    public void Add(string text, IEnumerable<(string Rule, int Line)> theirs, Action<ComparedFinding> compared)
    {
        var source = SourceText.FromBytes(Encoding.UTF8.GetBytes(text), "Dockerfile");
        var syntax = DockerfileParser.Parse(source);
        var own = RuleRunner.Run(source, Facts, new SeverityPolicy(Level.All))
            .Select(finding => (finding.Rule.Id, Line: LineOf(syntax, source, finding))).ToHashSet();
        foreach (var (rule, line) in theirs.Where(finding => aliases.Contains(finding.Rule)))
        {
            var at = aliases[rule].Any(code => own.Contains((code, line)));
            var inFile = at || aliases[rule].Any(code => own.Any(finding => finding.Id == code));
            var count = _counts.GetValueOrDefault(rule);
            _counts[rule] = new(count.All + 1, count.AtInstruction + (at ? 1 : 0), count.InFile + (inFile ? 1 : 0));
            compared(new(rule, line, at, inFile));
        }
    }

    /// <summary>A row of a table in Markdown.</summary>
    /// <param name="name">The first cell.</param>
    /// <param name="count">The numbers.</param>
    /// <param name="percent">The last cell.</param>
    public static void Write(string name, Count count, string percent) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {count.All} | {count.AtInstruction} | {count.InFile} | {percent} |"));

    /// <summary>A part of all, in percent.</summary>
    public static string Percent(int part, int all, string format) =>
        (100.0 * part / Math.Max(all, 1)).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The line where the instruction of a finding starts; 0 for the whole file.</summary>
    private static int LineOf(DockerfileSyntax syntax, SourceText source, Diagnostic finding) =>
        finding.Start is not { } start
            ? 0
            : syntax.FindInstruction(source.GetLineSpan(start.Line).Start + start.Column - 1) is { } instruction
                ? source.GetLine(instruction.Span.Start)
                : start.Line;

    internal readonly record struct Count(int All, int AtInstruction, int InFile);

    internal readonly record struct ComparedFinding(string Rule, int Line, bool IsAtInstruction, bool IsInFile);
}
