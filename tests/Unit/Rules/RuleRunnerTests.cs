using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

public class RuleRunnerTests
{
    [Fact]
    public void Findings_come_in_the_order_of_their_places_and_then_of_their_codes()
    {
        var findings = Check.Findings("FROM node:latest AS one\nCMD npm start\nFROM alpine\nUSER root\nCMD x\n");

        findings.Select(finding => (finding.Start!.Value, finding.Rule.Id))
            .ShouldBe(findings.Select(finding => (finding.Start!.Value, finding.Rule.Id))
                .OrderBy(entry => (entry.Value.Line, entry.Value.Column, entry.Id)));
        findings.Select(finding => finding.Start!.Value.Line).Distinct().ShouldBe([1, 2, 3, 4, 5]);
    }

    [Fact]
    public void A_finding_has_its_four_positions_and_the_path_as_given()
    {
        var finding = Check.Finding("ARG X\nFROM --platform=linux/amd64 node AS build\n", "CG2001");

        finding.File.ShouldBe("Dockerfile");
        (finding.Start!.Value.Line, finding.Start.Value.Column, finding.End!.Value.Line, finding.End.Value.Column).ShouldBe((2, 29, 2, 33));
    }

    [Fact]
    public void The_policy_decides_what_is_left()
    {
        Check.Findings("FROM node\nUSER root\n", policy: new SeverityPolicy(Level.Minimum, noWarn: "CG2003"))
            .Select(finding => finding.Rule.Id).ShouldBe(["CG3001"]);
    }

    [Fact]
    public void Of_a_template_only_what_the_builder_refuses_is_said()
    {
        var findings =
            Check.Findings("{{ set base }}\nFROM {{base}}\n{{include \"installer\"}}\nCOPY --from=installer /app /app\nUSER $USER\n");

        findings.ShouldAllBe(finding => finding.IsRefusedByBuildKit);
        findings.Count(finding => finding.Rule.Id == "CG1002").ShouldBe(1);
    }

    [Fact]
    public void The_same_file_gives_the_same_findings()
    {
        const string text = "FROM node:12-buster\nCMD npm start\n";

        // Edits and sources are compared by reference.
        static Diagnostic WithoutFix(Diagnostic finding) => finding with { Fix = null, Source = null };
        Check.Findings(text).Select(WithoutFix).ShouldBe(Check.Findings(text).Select(WithoutFix));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n# nothing\n")]
    [InlineData("FROM\n")]
    [InlineData("FROM scratch\n")]
    [InlineData("hello world")]
    [InlineData("RUN <<EOF\n")]
    [InlineData("ONBUILD\nFROM a\nONBUILD ONBUILD CMD x")]
    [InlineData("FROM ${\nUSER \nEXPOSE 99999999999999999999\nENTRYPOINT []\nCMD [\n")]
    [InlineData("FROM a\nENTRYPOINT sh -c \"sh -c 'npm start\nUSER $\nENV NODE_ENV\n")]
    public void No_text_makes_a_rule_fail(string text) => Should.NotThrow(() => Check.Findings(text));

    [Fact]
    public void What_BuildKit_refuses_is_marked_so()
    {
        var findings = Check.Findings("FROM node:24\nRUNN x\nCOPY a\n").Where(finding => finding.IsRefusedByBuildKit);

        findings.Select(finding => (finding.Rule.Id, finding.Start!.Value.Line)).ShouldBe([("CG1002", 2), ("CG1001", 3)]);
    }
}
