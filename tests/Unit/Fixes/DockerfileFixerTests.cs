using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Fixes;

/// <summary>Edits are made together where they can be, and never against the rules.</summary>
public sealed class DockerfileFixerTests
{
    [Fact]
    public void A_suppressed_finding_is_left_as_it_is()
    {
        const string text = "FROM scratch\n# containerguard ignore=CG1016: as the vendor writes it\nENV A b\nENV C d\n";

        Fix(text).Text.Text.ShouldBe("FROM scratch\n# containerguard ignore=CG1016: as the vendor writes it\nENV A b\nENV C=d\n");
    }

    [Fact]
    public void A_rule_that_is_off_edits_nothing() =>
        Fix("FROM scratch\nENV A b\n", new SeverityPolicy(Level.All, noWarn: "CG1016")).Applied.ShouldBeEmpty();

    [Fact]
    public void What_was_fixed_and_what_is_left_is_told()
    {
        var result = Fix("FROM scratch\nENV A b\nENV C d\nUSER root\n");

        result.Applied.Select(finding => finding.Rule.Id).ShouldBe(["CG1016", "CG1016"]);
        result.Left.Select(finding => finding.Rule.Id).ShouldContain("CG3001");
    }

    /// <summary>COPY of such a file would be a finding about secrets, so the edit of ADD is refused.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(40)]
    public void Edits_that_are_refused_do_not_block_the_others(int count)
    {
        var refused = string.Concat(Enumerable.Range(0, count).Select(static i => $"ADD Dockerfile.{i} /{i}/credentials.json\n"));

        Fix($"FROM scratch\n{refused}ADD Dockerfile.base /base\nENV A b\n").Text.Text
            .ShouldBe($"FROM scratch\n{refused}COPY Dockerfile.base /base\nENV A=b\n");
    }

    [Fact]
    public void Bytes_that_are_no_text_stay()
    {
        byte[] bytes = [.. "FROM scratch\n# "u8, 0xFF, 0xC3, .. "\nENV A b\n"u8];

        DockerfileFixer.Fix(SourceText.FromBytes(bytes, "Dockerfile"), Check.Facts, new SeverityPolicy(Level.All)).Text.ToBytes()
            .ShouldBe([.. "FROM scratch\n# "u8, 0xFF, 0xC3, .. "\nENV A=b\n"u8]);
    }

    [Fact]
    public void The_difference_is_written_as_diff_does() =>
        UnifiedDiff.Of("app/Dockerfile", "FROM scratch\nENV A b\nUSER 1\n", "FROM scratch\nENV A=b\nUSER 1\n")
            .ReplaceLineEndings("\n").ShouldBe(
                """
            --- a/app/Dockerfile
            +++ b/app/Dockerfile
            @@ -1,3 +1,3 @@
             FROM scratch
            -ENV A b
            +ENV A=b
             USER 1

            """.ReplaceLineEndings("\n"));

    private static FixResult Fix(string text, SeverityPolicy? policy = null) =>
        DockerfileFixer.Fix(SourceText.From(text, "Dockerfile"), Check.Facts, policy ?? new SeverityPolicy(Level.All));
}
