using System.Text;
using System.Text.Json;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>
/// Compares verdicts with BuildKit's on public Dockerfiles. The files are no part of this repository: they are found in a folder
/// shared/corpus beside or above it, or where CONTAINERGUARD_CORPUS says.
/// </summary>
public sealed class CorpusConformanceTests(ITestOutputHelper output)
{
    private const string NoCorpus = "no corpus";

    private static readonly IReadOnlyDictionary<string, string?> EmptyEnvironment = new Dictionary<string, string?>();

    public static TheoryData<string> Corpora()
    {
        var data = new TheoryData<string>();
        foreach (var file in FindCorpus())
            data.Add(file);
        if (data.Count == 0)
            data.Add(NoCorpus);
        return data;
    }

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Files_are_refused_or_accepted_as_BuildKit_does(string corpus)
    {
        if (corpus == NoCorpus)
            return;

        int files = 0, agreed = 0, refused = 0, located = 0, sameLine = 0;
        foreach (var line in File.ReadLines(corpus))
        {
            using var json = JsonDocument.Parse(line);
            var verdict = json.RootElement.GetProperty("buildkit");
            var isRefused = verdict.GetProperty("refused").ValueKind != JsonValueKind.Null;
            var model = Read(json.RootElement.GetProperty("dockerfile").GetString()!);
            var problem = model.Problems.FirstOrDefault();

            files++;
            var id = json.RootElement.GetProperty("id").GetString();
            if (isRefused == (problem is not null))
                agreed++;
            else
                output.WriteLine($"{id}: BuildKit: {verdict.GetProperty("refused")}; here: {Describe(model, problem)}");

            if (!isRefused || problem is null)
                continue;
            refused++;
            if (verdict.GetProperty("line").ValueKind != JsonValueKind.Number)
                continue;
            located++;
            var expected = verdict.GetProperty("line").GetInt32();
            if (expected == model.Source.GetLine(problem.Span.Start))
                sameLine++;
            else
                output.WriteLine($"{id}: BuildKit: line {expected}, {verdict.GetProperty("refused")}; here: {Describe(model, problem)}");
        }

        output.WriteLine(
            $"{files} files: {agreed} agree ({100.0 * agreed / files:F2} %); {refused} refused by both, {sameLine} of {located} with a line at the same line");
        ((double)agreed / files).ShouldBeGreaterThanOrEqualTo(0.999);
        ((double)sameLine / located).ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Theory]
    [MemberData(nameof(Corpora))]
    public void Files_print_as_they_are(string corpus)
    {
        if (corpus == NoCorpus)
            return;

        foreach (var line in File.ReadLines(corpus))
        {
            using var json = JsonDocument.Parse(line);
            TreeInvariants.ShouldHold(Encoding.UTF8.GetBytes(json.RootElement.GetProperty("dockerfile").GetString()!));
        }
    }

    /// <summary>The verdicts were given with every base image taken as linux/amd64 with an empty configuration.</summary>
    private static DockerfileModel Read(string text) => DockerfileModel.Create(
        DockerfileSyntax.Parse(SourceText.From(text, "Dockerfile")), new ModelOptions { BaseEnvironment = _ => EmptyEnvironment });

    private static string Describe(DockerfileModel model, SyntaxProblem? problem) =>
        problem is null ? "accepted" : $"line {model.Source.GetLine(problem.Span.Start)}, {problem.Kind}: {problem.Message}";

    private static string[] FindCorpus()
    {
        var folder = Environment.GetEnvironmentVariable("CONTAINERGUARD_CORPUS");
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); folder is null && parent is not null; parent = parent.Parent)
        {
            var candidate = Path.Combine(parent.FullName, "shared", "corpus");
            if (Directory.Exists(candidate))
                folder = candidate;
        }

        return folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jsonl") : [];
    }
}
