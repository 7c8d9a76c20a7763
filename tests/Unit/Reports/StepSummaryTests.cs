using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>The findings in the summary of a step of GitHub Actions.</summary>
public sealed class StepSummaryTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Summary => _folder.Combine("step.md");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_project_replaces_its_own_findings_and_keeps_the_text_of_others()
    {
        File.WriteAllText(Summary, "## Tests\n\n12 passed");
        Write(Samples.Findings);
        Write(Samples.Findings);

        var text = File.ReadAllText(Summary);
        text.ShouldStartWith("## Tests\n\n12 passed\n<!-- containerguard:begin ");
        text.Split("### ContainerGuard").Length.ShouldBe(2);

        Write([]);
        File.ReadAllText(Summary).ShouldBe("## Tests\n\n12 passed\n");
    }

    [Fact]
    public void Nothing_is_written_without_an_open_finding()
    {
        Write([.. Samples.Findings.Where(static finding => finding.Suppression is not null)]);

        File.Exists(Summary).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500_000)]
    [InlineData(StepSummary.Limit - 600)]
    public void A_table_is_cut_below_the_limit_of_GitHub_and_says_so(int used)
    {
        File.WriteAllText(Summary, new string('x', used));
        Write([.. Enumerable.Repeat(Samples.HostileFinding, 20_000)]);

        new FileInfo(Summary).Length.ShouldBeInRange(used, StepSummary.Limit);
        File.ReadAllText(Summary).ShouldContain("more findings are not shown, because the summary of a step is limited to 1 MiB.");
    }

    [Fact]
    public void A_full_summary_stays_as_it_is()
    {
        File.WriteAllText(Summary, new string('x', StepSummary.Limit));
        Write(Samples.Findings);

        new FileInfo(Summary).Length.ShouldBe(StepSummary.Limit);
    }

    private void Write(IReadOnlyList<Diagnostic> findings) =>
        StepSummary.Write(Summary, Samples.Run, findings, Path.GetTempPath()).ShouldBeNull();
}
