using System.Text;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;
using Check = ContainerGuard.Tests.Unit.Rules.Check;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>
/// Compares verdicts with BuildKit's on public Dockerfiles (<see cref="Corpus"/>). What is meant to differ stands in docs/buildkit.md; each
/// difference that is found is printed.
/// </summary>
public sealed class CorpusConformanceTests(ITestOutputHelper output)
{
    private const string NoCorpus = "no corpus";

    private static readonly Dictionary<string, string?> EmptyEnvironment = [];

    public static TheoryData<string> Corpora() => Corpus.Paths.Count == 0 ? [NoCorpus] : [.. Corpus.Paths];

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Files_are_refused_or_accepted_as_BuildKit_does(string corpus)
    {
        if (corpus == NoCorpus)
        {
            return;
        }

        int files = 0, agreed = 0, refused = 0, located = 0, sameLine = 0;
        foreach (var file in Corpus.Read(corpus))
        {
            var model = Read(file.Text);
            var problem = model.Problems.FirstOrDefault();

            files++;
            if ((file.Refused is not null) == (problem is not null))
            {
                agreed++;
            }
            else
            {
                output.WriteLine($"{file.Id}: BuildKit: {file.Refused ?? "accepted"}; here: {Describe(model, problem)}");
            }

            if (file.Refused is null || problem is null)
            {
                continue;
            }

            refused++;
            if (file.Line is not { } expected)
            {
                continue;
            }

            located++;
            if (expected == model.Source.GetLine(problem.Span.Start))
            {
                sameLine++;
            }
            else
            {
                output.WriteLine($"{file.Id}: BuildKit: line {expected}, {file.Refused}; here: {Describe(model, problem)}");
            }
        }

        output.WriteLine(
            $"{files} files: {agreed} agree ({100.0 * agreed / files:F2} %); {refused} refused by both, {sameLine} of {located} with a "
                + "line at the same line");
        ((double)agreed / files).ShouldBeGreaterThanOrEqualTo(0.999);
        ((double)sameLine / located).ShouldBeGreaterThanOrEqualTo(0.95);
    }

    /// <summary>In files that BuildKit refuses it stops at the refusal, and these rules go on: those are left out.</summary>
    [Theory]
    [MemberData(nameof(Corpora))]
    public void Checks_find_what_BuildKit_finds_at_the_same_lines(string corpus)
    {
        if (corpus == NoCorpus)
        {
            return;
        }

        var files = 0;
        var occurrences = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var differences = new Dictionary<string, int>();
        foreach (var file in Corpus.Read(corpus))
        {
            var model = Read(file.Text);
            if (file.Refused is not null || model.Problems.Length > 0)
            {
                continue;
            }

            files++;
            var found = RuleRunner.Run(model, Check.Facts, new SeverityPolicy(Level.All))
                .Where(finding => finding.Suppression is null && finding.Rule.BuildKitCheck is not null)
                .Select(finding => (Check: finding.Rule.BuildKitCheck!, finding.Start!.Value.Line))
                .ToHashSet();
            foreach (var check in file.Warnings.Select(warning => warning.Check).Distinct())
            {
                occurrences[check] = occurrences.GetValueOrDefault(check) + 1;
            }

            found.SymmetricExceptWith(file.Warnings);
            foreach (var check in found.Select(difference => difference.Check).Distinct())
            {
                differences[check] = differences.GetValueOrDefault(check) + 1;
            }

            foreach (var (check, line) in found)
            {
                output.WriteLine(
                    $"{file.Id}({line}): {check} is found by {(file.Warnings.Contains((check, line)) ? "BuildKit" : "us")} alone");
            }
        }

        foreach (var (check, count) in occurrences)
        {
            output.WriteLine($"{check}: in {count} of {files} files; {differences.GetValueOrDefault(check)} files differ "
                + $"({100.0 * differences.GetValueOrDefault(check) / files:F2} %)");
        }

        occurrences.Count.ShouldBeGreaterThan(10);
        foreach (var (check, count) in differences)
        {
            ((double)count / files).ShouldBeLessThanOrEqualTo(0.005, check);
        }
    }

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Files_print_as_they_are(string corpus)
    {
        if (corpus == NoCorpus)
        {
            return;
        }

        foreach (var file in Corpus.Read(corpus))
        {
            TreeInvariants.ShouldHold(Encoding.UTF8.GetBytes(file.Text));
        }
    }

    private static DockerfileModel Read(string text) => DockerfileModel.Create(
        DockerfileParser.Parse(SourceText.From(text, "Dockerfile")), new ModelOptions { BaseEnvironment = _ => EmptyEnvironment });

    private static string Describe(DockerfileModel model, SyntaxProblem? problem) =>
        problem is null ? "accepted" : $"line {model.Source.GetLine(problem.Span.Start)}, {problem.Kind}: {problem.Message}";
}
