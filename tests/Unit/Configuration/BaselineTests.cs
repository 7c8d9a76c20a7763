using System.Text;
using ContainerGuard.Configuration;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Configuration;

/// <summary>What was there when somebody began to look is suppressed; what is new is not.</summary>
public sealed class BaselineTests
{
    private const string Text = "FROM node:24\nRUN sudo a\nRUN sudo a\nUSER root\n";

    [Fact]
    public void What_the_baseline_was_written_from_is_suppressed() =>
        Check(Text, WrittenFrom(Text)).ShouldAllBe(
            finding => finding.Suppression == "in the baseline b.json" && finding.IsSuppressedOutside);

    [Fact]
    public void Lines_may_move() =>
        Check("# new\n\nFROM node:24\nWORKDIR /app\nRUN sudo \\\n  a\nRUN sudo a\nUSER  root\n", WrittenFrom(Text)).ShouldAllBe(
            finding => finding.Suppression != null);

    [Fact]
    public void One_more_of_the_same_is_new() =>
        Check(Text + "RUN sudo a\n", WrittenFrom(Text)).Where(finding => finding.Suppression is null).Select(
            finding => (finding.Rule.Id, finding.Start!.Value.Line))
            .ShouldBe([("CG3005", 5)]);

    [Fact]
    public void A_changed_instruction_is_new() =>
        Check(Text.Replace("USER root", "USER 0", StringComparison.Ordinal), WrittenFrom(Text))
            .Single(finding => finding.Suppression is null).Rule.Id.ShouldBe("CG3001");

    [Fact]
    public void Another_file_is_new() =>
        Check(Text, WrittenFrom(Text), "other/Dockerfile").ShouldAllBe(finding => finding.Suppression == null);

    [Fact]
    public void What_a_comment_silences_needs_no_entry() =>
        WrittenFrom("FROM node:24\n# containerguard ignore=CG3001: reason\nUSER root\n").ShouldNotContain(entry => entry.Rule == "CG3001");

    [Fact]
    public void What_is_gone_is_counted()
    {
        var baseline = new Baseline("b.json", WrittenFrom(Text));
        baseline.Apply("Dockerfile", Findings("FROM node:24\nRUN sudo a\nUSER root\n"));

        baseline.CountGone(_ => true).ShouldBe(1);
    }

    [Fact]
    public void What_is_said_of_other_files_is_kept_for_as_long_as_they_are_there()
    {
        BaselineEntry[] others =
            [new("a/Dockerfile", "CG3001", "0123456789abcdef", 1), new("b/Dockerfile", "CG3001", "0123456789abcdef", 2)];
        var baseline = new Baseline("b.json", others);
        baseline.Apply("Dockerfile", Findings(Text));

        baseline.CountGone(path => path == "a/Dockerfile").ShouldBe(2);
        baseline.Renew(path => path == "a/Dockerfile").Select(entry => entry.Path).Distinct().ShouldBe(["a/Dockerfile", "Dockerfile"]);
    }

    [Fact]
    public void The_same_findings_make_the_same_bytes_and_what_is_written_is_read()
    {
        var entries = WrittenFrom(Text);
        var bytes = BaselineWriter.Write(entries);

        BaselineWriter.Write(entries.Reverse()).ShouldBe(bytes);
        BaselineReader.Read(bytes).Entries.ShouldBe(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Encoding.UTF8.GetString(bytes).ShouldSatisfyAllConditions(
            text => text.ShouldStartWith("{\n  \"$schema\": \"https://"),
            text => text.ShouldContain("\"path\": \"Dockerfile\",\n      \"rule\": \"CG3005\","),
            text => text.ShouldEndWith("}\n"));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{\n\"version\": 1,\n<<<<<<< ours\n", 3)]
    [InlineData("[]", 1)]
    [InlineData("{ \"findings\": [] }", 1)]
    [InlineData("{\n\"version\": 2 }", 2)]
    [InlineData("{\n\"version\": \"1\" }", 2)]
    [InlineData("{\"version\": 1,\n\"findings\": {} }", 2)]
    [InlineData("{\"version\": 1, \"findings\": [\n7] }", 2)]
    [InlineData("{\"version\": 1, \"findings\": [\n{ \"path\": 1 }] }", 2)]
    [InlineData("{\"version\": 1, \"findings\": [\n{ \"path\": \"a\", \"rule\": \"CG3001\"\n}] }", 3)]
    [InlineData("{\"version\": 1, \"findings\": [\n{ \"count\": 0 }] }", 2)]
    [InlineData("{\"version\": 1} x", 1)]
    public void What_cannot_be_understood_is_one_fault_with_its_line(string text, int line)
    {
        var (entries, fault) = BaselineReader.Read(Encoding.UTF8.GetBytes(text));

        entries.ShouldBeEmpty();
        fault!.Line.ShouldBe(line);
        fault.Message.ShouldEndWith("with 'dotnet build -t:ContainerGuardUpdateBaseline'.");
    }

    [Fact]
    public void Properties_of_a_later_version_and_comments_are_passed_over() =>
        BaselineReader.Read("""
            { "version": 1, /* merged */ "written": { "by": [1, 2] }, "findings": [ { "path": "a", "rule": "CG3001", "fingerprint": "f", "note": {} }, ] }
            """u8).Entries.ShouldBe([new BaselineEntry("a", "CG3001", "f", 1)]);

    private static IReadOnlyList<BaselineEntry> WrittenFrom(string text)
    {
        var baseline = new Baseline("b.json", []);
        baseline.Apply("Dockerfile", Findings(text));
        return baseline.Renew(_ => true);
    }

    private static IReadOnlyList<Diagnostic> Check(string text, IEnumerable<BaselineEntry> entries, string path = "Dockerfile") =>
        new Baseline("b.json", entries).Apply(path, Findings(text));

    private static IReadOnlyList<Diagnostic> Findings(string text) =>
        Rules.Check.Findings(text, policy: new SeverityPolicy(Level.Recommended));
}
