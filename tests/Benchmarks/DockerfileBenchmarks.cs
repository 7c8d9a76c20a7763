using System.Text;
using BenchmarkDotNet.Attributes;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// What it costs to read the Dockerfiles of the corpus, one after the other on one core; an operation is the whole corpus.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(FilesPerSecondConfig))]
public class DockerfileBenchmarks
{
    private static readonly FileFacts Facts = new() { Today = new DateOnly(2026, 11, 25) };
    private static readonly SeverityPolicy Policy = new(Level.All);
    private static readonly SeverityPolicy BuildKitPolicy =
        new(Level.All, noWarn: string.Join(
            ';', RuleCatalogue.Descriptors.Where(static rule => rule.BuildKitCheck is null).Select(static rule => rule.Id)));

    private byte[][] _files = [];

    /// <summary>How many files the corpus has.</summary>
    internal static int FileCount { get; } = Corpus.Paths.Sum(static path => File.ReadLines(path).Count());

    [GlobalSetup]
    public void ReadCorpus()
    {
        _files = [.. Corpus.Paths.SelectMany(Corpus.Read).Select(static file => Encoding.UTF8.GetBytes(file.Text))];
        if (_files.Length == 0)
        {
            throw new InvalidOperationException("There is no corpus: set CONTAINERGUARD_CORPUS to a folder with its .jsonl file.");
        }
    }

    [Benchmark]
    public int Parse()
    {
        var instructions = 0;
        foreach (var file in _files) instructions += DockerfileParser.Parse(SourceText.FromBytes(file, "Dockerfile")).Instructions.Length;
        return instructions;
    }

    [Benchmark]
    public int ParseAndModel()
    {
        var stages = 0;
        foreach (var file in _files)
        {
            stages += DockerfileModel.Create(DockerfileParser.Parse(SourceText.FromBytes(file, "Dockerfile"))).Stages.Length;
        }

        return stages;
    }

    /// <summary>What BuildKit's own linter does.</summary>
    [Benchmark]
    public int BuildKitChecks() => _files.Sum(static file => Check(file, BuildKitPolicy).Count);

    [Benchmark]
    public int AllRules() => _files.Sum(static file => Check(file, Policy).Count);

    [Benchmark]
    public void AllRulesAndSarif()
    {
        using var findings = _files.SelectMany(static file => Check(file, Policy)).GetEnumerator();
        SarifReport.Write(
            Stream.Null,
            new ReportRun("0.0.0", [.. RuleCatalogue.Descriptors], "/src/app.csproj", new SourceRoot("/src"), static _ => null),
            findings);
    }

    private static IReadOnlyList<Diagnostic> Check(byte[] file, SeverityPolicy policy) =>
        RuleRunner.Run(SourceText.FromBytes(file, "Dockerfile"), Facts, policy);
}
