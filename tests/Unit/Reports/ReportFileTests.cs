using System.Globalization;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>One report of a solution with 40 projects, in every format but SARIF, which has its own tests.</summary>
public sealed class ReportFileTests : IDisposable
{
    private const int Projects = 40;
    private readonly TemporaryDirectory _folder = new();
    private readonly string[] _names =
        [.. Enumerable.Range(0, Projects).Select(static index => $"my--app {index.ToString("00", CultureInfo.InvariantCulture)}")];

    public ReportFileTests()
    {
        Directory.CreateDirectory(_folder.Combine(".git"));
        foreach (var name in _names) _folder.Write($"{name}/{name}.csproj", "<Project />");
    }

    public static TheoryData<string> Formats => [.. ReportFormats.Names.Where(static name => name != ReportFormats.Sarif)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Projects_side_by_side_each_replace_their_own_part(string format)
    {
        var report = _folder.Combine("out", "report." + format);
        Parallel.ForEach(_names, name => Write(report, format, name, "FROM alpine\n"));
        var parallel = File.ReadAllText(report);

        PartsOf(report, format).Select(static part => part.Id).ShouldBe(_names.Select(IdOf));

        foreach (var name in _names.Reverse()) Write(report, format, name, "FROM alpine\n");
        File.ReadAllText(report).ShouldBe(parallel);

        Write(report, format, _names[3], "FROM scratch\nRUN cd /a\n");
        var parts = PartsOf(report, format);
        parts.Count.ShouldBe(Projects);
        parts[2].Text.ShouldContain("CG2001");
        parts[3].Text.ShouldNotContain("CG2001");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_part_of_a_project_that_is_gone_goes_too_and_so_does_a_file_of_others(string format)
    {
        var report = _folder.Combine("report." + format);
        Write(report, format, _names[0], "FROM alpine\n");
        Write(report, format, _names[1], "FROM alpine\n");
        Directory.Delete(_folder.Combine(_names[0]), recursive: true);
        Write(report, format, _names[2], "FROM alpine\n");
        PartsOf(report, format).Select(static part => part.Id).ShouldBe([IdOf(_names[1]), IdOf(_names[2])]);

        File.WriteAllText(report, "neither JSON nor XML <!-- containerguard:begin");
        Write(report, format, _names[1], "FROM alpine\n");
        PartsOf(report, format).ShouldHaveSingleItem().Id.ShouldBe(IdOf(_names[1]));
    }

    private static string IdOf(string name) => $"containerguard/{name}/{name}.csproj/";

    private void Write(string report, string format, string name, string dockerfile)
    {
        var run = new ReportRun(
            "1.0.0", [.. RuleCatalogue.Descriptors], _folder.Combine(name, $"{name}.csproj"), new SourceRoot(_folder.Path),
            static _ => null)
        {
            Files = ["Dockerfile"],
        };
        ReportFile.Write(report, ReportFormats.Find(format)!, run, Samples.Of(dockerfile), Path.GetTempPath()).ShouldBeNull();
    }

    private static IReadOnlyList<ReportPart> PartsOf(string report, string format) =>
        ReportFormats.Find(format)!.Split(File.ReadAllText(report));
}
