using ContainerGuard.Dockerfile;
using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;
using Check = ContainerGuard.Tests.Unit.Rules.Check;

namespace ContainerGuard.Tests.Unit.Fixes;

/// <summary>
/// Every fix of every rule over public Dockerfiles (<see cref="Corpus"/>): what builds still builds, nothing new is found, nothing is left
/// to do.
/// </summary>
public sealed class CorpusFixTests(ITestOutputHelper output)
{
    private const string NoCorpus = "no corpus";

    private static readonly SeverityPolicy Everything = new(Level.All);

    public static TheoryData<string> Corpora() => Corpus.Paths.Count == 0 ? [NoCorpus] : [.. Corpus.Paths];

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Fixed_files_build_as_before_and_have_fewer_findings(string corpus)
    {
        if (corpus == NoCorpus)
        {
            output.WriteLine("No corpus is there to fix: see Corpus.");
            return;
        }

        var applied = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        var changed = 0;
        foreach (var file in Corpus.Read(corpus))
        {
            var source = SourceText.From(file.Text, "Dockerfile");
            var once = DockerfileFixer.Fix(source, Check.Facts, Everything);
            foreach (var finding in once.Applied) applied[finding.Rule.Id] = applied.GetValueOrDefault(finding.Rule.Id) + 1;
            if (once.Applied.Count == 0) continue;

            changed++;
            if (IsAccepted(source) != IsAccepted(once.Text))
            {
                wrong.Add($"{file.Id}: accepted {IsAccepted(source)}, and once fixed {IsAccepted(once.Text)}");
            }

            if (Grown(source, once) is { } rule) wrong.Add($"{file.Id}: {rule} has more findings than before");
            if (DockerfileFixer.Fix(once.Text, Check.Facts, Everything).Text.Text != once.Text.Text)
            {
                wrong.Add($"{file.Id}: the second time changes it again");
            }
        }

        output.WriteLine(
            $"{changed} files changed; findings fixed: {string.Join(", ", applied.Select(static rule => $"{rule.Key} {rule.Value}"))}");
        wrong.ShouldBeEmpty();
        changed.ShouldBeGreaterThan(0);
    }

    private static bool IsAccepted(SourceText source) => DockerfileModel.Create(DockerfileParser.Parse(source)).Problems.IsEmpty;

    private static string? Grown(SourceText source, FixResult once)
    {
        var before = RuleRunner.Run(source, Check.Facts, Everything).CountBy(static finding => finding.Rule.Id).ToDictionary();
        return once.Left.CountBy(static finding => finding.Rule.Id)
            .FirstOrDefault(rule => rule.Value > before.GetValueOrDefault(rule.Key)).Key;
    }
}
