using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary><c># check=</c>, for the file and above an instruction.</summary>
public sealed class BuildKitChecksTests
{
    [Fact]
    public void A_skipped_check_is_reported_as_suppressed_with_the_comment_as_its_reason()
    {
        var finding = Check.Finding("# check=skip=LegacyKeyValueFormat\nFROM scratch\nENV a b\n", "CG1016");

        finding.Suppression.ShouldBe("check=skip=LegacyKeyValueFormat");
    }

    [Theory]
    [InlineData("# check=skip=all\nFROM scratch\nENV a b\n", true)]
    [InlineData("# check=skip=StageNameCasing\nFROM scratch\nENV a b\n", false)]
    [InlineData("FROM scratch\n# check=skip=LegacyKeyValueFormat\nENV a b\n", true)]
    [InlineData("FROM scratch\n# check=skip=LegacyKeyValueFormat\n\n# more\nENV a b\n", true)]
    [InlineData("FROM scratch\n# check=skip=LegacyKeyValueFormat\n#\nENV a b\n", false)]
    [InlineData("FROM scratch\n  # check=skip=LegacyKeyValueFormat\nENV a b\n", false)]
    [InlineData("FROM scratch\n# check=skip=LegacyKeyValueFormat\nUSER 1\nENV a b\n", false)]
    [InlineData("FROM scratch\nENV a b\n# check=skip=LegacyKeyValueFormat\n", false)]
    public void A_comment_holds_for_what_BuildKit_reads_it_for(string text, bool isSkipped) =>
        (Check.Finding(text, "CG1016").Suppression is not null).ShouldBe(isSkipped);

    [Fact]
    public void With_error_true_every_finding_of_a_check_is_an_error_that_fails_the_build()
    {
        const string Text = "# check=skip=StageNameCasing;error=true\nFROM scratch AS A\nENV a b\nRUN sudo x\n";

        var legacy = Check.Finding(Text, "CG1016");
        (legacy.Severity, legacy.IsRefusedByBuildKit).ShouldBe((Severity.Error, true));
        var casing = Check.Finding(Text, "CG1013");
        (casing.Severity, casing.IsRefusedByBuildKit).ShouldBe((Severity.Message, false));
        var ours = Check.Finding(Text, "CG3005");
        (ours.Severity, ours.IsRefusedByBuildKit).ShouldBe((Severity.Warning, false));
    }

    [Fact]
    public void A_fragment_without_FROM_is_checked()
    {
        var findings = Check.Findings("RUN sudo apt-get install x\nENV a b\nWORKDIR c\n").Select(finding => finding.Rule.Id);

        string[] expected = ["CG1008", "CG3005", "CG5010", "CG5012", "CG1016", "CG1022"];
        expected.ShouldBeSubsetOf(findings);
    }

    [Fact]
    public void One_broken_instruction_hides_no_finding_of_the_next()
    {
        var findings = Check.Findings("FROM node:24-slim\nCOPY a\nRUNN x\nMAINTAINER me\nUSER node\n");

        findings.Select(finding => (finding.Rule.Id, finding.Start!.Value.Line)).ShouldBeSubsetOf(
            [("CG1001", 2), ("CG1002", 3), ("CG1017", 4), ("CG2003", 1), ("CG6004", 1), ("CG6005", 1), ("CG7002", 1)]);
        findings.Select(finding => finding.Rule.Id).ShouldContain("CG1017");
    }
}
