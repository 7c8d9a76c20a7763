using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>How many findings there are, and the commands that lead from red to green.</summary>
public sealed class CheckSummaryTests
{
    private const string FixThem = "\nFix them automatically: dotnet build -t:ContainerGuardFix";
    private const string Accept = "\nAccept the existing findings: dotnet build -t:ContainerGuardUpdateBaseline";

    [Fact]
    public void Where_something_ships_a_clean_file_is_said_to_be_clean() => Summary(errorsHold: true).ShouldBe("Dockerfile: no findings");

    [Fact]
    public void A_local_build_with_nothing_that_fails_a_publish_adds_no_line() =>
        Summary(errorsHold: false, Finding(Severity.Warning)).ShouldBeNull();

    [Fact]
    public void A_check_that_someone_asked_for_reports_that_it_found_nothing()
    {
        Summary(errorsHold: false, isStep: false).ShouldBe("Dockerfile: no findings");
        Summary(errorsHold: false, isStep: false, Finding(Severity.Warning)).ShouldBe("Dockerfile: 1 warning");
    }

    [Fact]
    public void A_local_build_that_fails_shows_the_ways_out_too() =>
        Summary(errorsHold: false, Finding(Severity.Error) with { Fix = [] }).ShouldBe("Dockerfile: 1 error" + FixThem + Accept);

    [Fact]
    public void Warnings_alone_need_no_way_out() =>
        Summary(errorsHold: true, Finding(Severity.Warning), Finding(Severity.Warning)).ShouldBe("Dockerfile: 2 warnings");

    [Fact]
    public void Errors_come_with_the_two_commands() =>
        Summary(errorsHold: true, Finding(Severity.Error) with { Fix = [] }).ShouldBe("Dockerfile: 1 error" + FixThem + Accept);

    [Fact]
    public void A_digest_that_is_missing_is_resolved_and_written() =>
        Summary(errorsHold: true, Finding(Severity.Error, "CG2003")).ShouldBe("Dockerfile: 1 error" + FixThem + Accept);

    [Fact]
    public void Some_of_the_findings_may_be_edited_only() =>
        Summary(errorsHold: true, Finding(Severity.Error), Finding(Severity.Warning) with { Fix = [] })
            .ShouldBe("Dockerfile: 1 error, 1 warning\nFix 1 of them automatically: dotnet build -t:ContainerGuardFix" + Accept);

    [Fact]
    public void A_local_build_says_what_will_fail_where_something_ships() =>
        Summary(errorsHold: false, Finding(Severity.Warning) with { IsSoftenable = true }, Finding(Severity.Warning))
            .ShouldBe("Dockerfile: 2 warnings, of which 1 will be an error in 'dotnet publish' and CI" + Accept);

    [Fact]
    public void A_project_with_a_baseline_is_not_told_to_write_one()
    {
        var summary = new CheckSummary(["Dockerfile"], ErrorsHold: true, HasBaseline: true);
        summary.Count(Finding(Severity.Error));

        summary.Text.ShouldBe("Dockerfile: 1 error");
    }

    [Fact]
    public void Suppressed_and_silent_findings_and_messages_do_not_count() =>
        Summary(
            errorsHold: true, Finding(Severity.Error) with { Suppression = "" }, Finding(Severity.Error) with { IsSilent = true },
            Finding(Severity.Message))
            .ShouldBe("Dockerfile: no findings");

    [Fact]
    public void Many_files_are_counted() =>
        new CheckSummary(
            ["a/Dockerfile", "b/Dockerfile"], ErrorsHold: true, HasBaseline: false).Text.ShouldBe("2 Dockerfiles: no findings");

    private static string? Summary(bool errorsHold, params Diagnostic[] findings) => Summary(errorsHold, isStep: true, findings);

    private static string? Summary(bool errorsHold, bool isStep, params Diagnostic[] findings)
    {
        var summary = new CheckSummary(["Dockerfile"], errorsHold, HasBaseline: false, isStep);
        foreach (var finding in findings) summary.Count(finding);
        return summary.Text;
    }

    private static Diagnostic Finding(Severity severity, string code = "CG3001") =>
        new(
            new RuleDescriptor(code, "A rule", severity), severity, "Dockerfile", new TextPosition(1, 1), new TextPosition(1, 5),
            "Message.");
}
