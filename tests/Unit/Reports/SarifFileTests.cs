using System.Text.Json;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Rules;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>Several projects with one report add to it.</summary>
public sealed class SarifFileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public SarifFileTests()
    {
        Directory.CreateDirectory(_folder.Combine(".git"));
        foreach (var name in (string[])["a", "b", "c"]) _folder.Write($"{name}/{name}.csproj", "<Project />");
    }

    private string Report => _folder.Combine("findings.sarif");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_project_keeps_the_runs_of_others_and_replaces_its_own()
    {
        Write("b", "FROM alpine\n");
        Write("a", "FROM alpine\n");
        Write("b", "FROM alpine:3.24\n");

        Ids().ShouldBe(["containerguard/a/a.csproj/", "containerguard/b/b.csproj/"]);
        ResultsOf(1).ShouldNotContain("CG2001");
        ResultsOf(0).ShouldContain("CG2001");
    }

    [Fact]
    public void The_order_of_the_projects_does_not_change_a_byte()
    {
        foreach (var name in (string[])["a", "b", "c"]) Write(name, "FROM alpine\n");
        var first = File.ReadAllText(Report);
        File.Delete(Report);
        foreach (var name in (string[])["c", "a", "b"]) Write(name, "FROM alpine\n");

        File.ReadAllText(Report).ShouldBe(first);
        Write("b", "FROM alpine\n");
        File.ReadAllText(Report).ShouldBe(first);
    }

    [Fact]
    public void Projects_that_write_at_once_lose_nothing()
    {
        for (var repetition = 0; repetition < 10; repetition++)
        {
            File.Delete(Report);
            Parallel.ForEach((string[])["a", "b", "c"], name => Write(name, "FROM alpine\n"));
            Ids().Length.ShouldBe(3);
        }

        Directory.GetFiles(_folder.Path).ShouldBe([Report]);
    }

    [Fact]
    public void The_run_of_a_project_that_is_gone_goes_too_and_so_does_a_report_of_others()
    {
        Write("a", "FROM alpine\n");
        Write("b", "FROM alpine\n");
        Directory.Delete(_folder.Combine("a"), recursive: true);
        Write("c", "FROM alpine\n");
        Ids().ShouldBe(["containerguard/b/b.csproj/", "containerguard/c/c.csproj/"]);

        File.WriteAllText(Report, """{"version":"2.1.0","runs":[{"automationDetails":{"id":"other/a"}}, 3]}""");
        Write("b", "FROM alpine\n");
        Ids().ShouldBe(["containerguard/b/b.csproj/"]);
        File.WriteAllText(Report, "no json");
        Write("b", "FROM alpine\n");
        Ids().ShouldBe(["containerguard/b/b.csproj/"]);
    }

    private void Write(string name, string dockerfile)
    {
        var run = new ReportRun(
            "1.0.0", [.. RuleCatalogue.Descriptors], _folder.Combine(name, $"{name}.csproj"), new SourceRoot(_folder.Path),
            static _ => null);
        using var findings = Check.Findings(dockerfile).GetEnumerator();
        SarifFile.Write(Report, run, findings, Path.GetTempPath()).ShouldBeNull();
    }

    private string[] Ids()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Report));
        return [.. document.RootElement.GetProperty("runs").EnumerateArray()
            .Select(static run => run.GetProperty("automationDetails").GetProperty("id").GetString()!)];
    }

    private string ResultsOf(int index)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Report));
        return document.RootElement.GetProperty("runs")[index].GetProperty("results").GetRawText();
    }
}
