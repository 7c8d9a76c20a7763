using ContainerGuard.Fixes;
using ContainerGuard.Images;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Compose;

/// <summary>A Dockerfile in a compose file: its findings have the places of the compose file.</summary>
public sealed class InlineDockerfileTests
{
    private const string Text = """
        services:
          web:
            build:
              dockerfile_inline: |
                FROM debian:13

                RUN apt-get update && \
                    apt-get install curl
                USER root
              args:
                A: b
          cache:
            image: redis:latest

        """;

    private static readonly string Digest = $"sha256:{new string('a', 64)}";

    private static string[] Findings(string text) =>
        [.. RuleRunner.Run(SourceText.From(text, "compose.yaml"), Check.Facts, new SeverityPolicy(Level.Recommended))
            .Where(static finding => finding.Rule.Id is "CG1018" or "CG2003" or "CG2002" or "CG3001" or "CG5010" or "CG1001")
            .Select(static finding => $"{finding.Start!.Value.Line},{finding.Start.Value.Column} {finding.Severity} {finding.Rule.Id}"
                + (finding.Suppression is { } reason ? $" ({reason})" : ""))];

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void All_rules_for_Dockerfiles_apply_and_a_finding_is_at_its_line_of_the_compose_file(string newLine) =>
        Findings(Text.ReplaceLineEndings(newLine)).ShouldBe(
            ["5,14 Error CG2003", "8,13 Warning CG5010", "9,14 Error CG3001", "13,12 Warning CG2002"]);

    [Fact]
    public void A_fix_edits_the_Dockerfile_in_its_place()
    {
        var facts = Check.Facts with
        {
            Locked = static _ => new ResolvedImage(
                ImageDigest.Parse(Digest), "application/vnd.oci.image.index.v1+json", new Dictionary<string, ImageDigest>(),
                new ImageFacts()),
        };

        DockerfileFixer.Fix(SourceText.From(Text, "compose.yaml"), facts, new SeverityPolicy(Level.Recommended)).Text.Text.ShouldBe(
            Text.Replace("debian:13", $"debian:13@{Digest}", StringComparison.Ordinal)
                .Replace("redis:latest", $"redis:latest@{Digest}", StringComparison.Ordinal)
                .Replace(
                    "            apt-get install curl",
                    "            apt-get install -y --no-install-recommends curl && \\\n            rm -rf /var/lib/apt/lists/*",
                    StringComparison.Ordinal));
    }

    [Fact]
    public void A_comment_in_the_Dockerfile_suppresses_its_findings() =>
        Findings(Text.Replace("USER root", "# containerguard ignore=CG3001: a test\n        USER root", StringComparison.Ordinal))
            .ShouldContain("10,14 Error CG3001 (a test)");

    /// <summary>Compose reads a single dollar sign as its own variable.</summary>
    [Theory]
    [InlineData("ENV A=$$B", true)]
    [InlineData("ENV A=${B:-c}", false)]
    public void A_doubled_dollar_sign_is_one_of_the_Dockerfile(string instruction, bool isVariable) =>
        Findings($"services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM scratch\n        {instruction}\n        USER 1\n")
            .Any(static finding => finding.EndsWith("CG1018", StringComparison.Ordinal)).ShouldBe(isVariable);

    [Fact]
    public void The_target_and_the_arguments_of_the_service_apply()
    {
        const string Stages = "services:\n  a:\n    build:\n      target: app\n      args: {TAG: '13'}\n      dockerfile_inline: |\n"
            + "        ARG TAG\n        FROM debian:$$TAG AS app\n        USER 1000\n        FROM app AS dev\n        USER root\n";

        Findings(Stages).ShouldNotContain(static finding => finding.EndsWith("CG3001", StringComparison.Ordinal));
        Findings(Stages.Replace("target: app", "target: dev", StringComparison.Ordinal)).ShouldContain("11,14 Error CG3001");
        Findings(Stages).ShouldContain(static finding => finding.StartsWith("8,14 ", StringComparison.Ordinal));
    }

    /// <summary>In another style, YAML joins or escapes lines.</summary>
    [Fact]
    public void Another_style_than_a_literal_block_is_not_read() =>
        Findings("services:\n  a:\n    build:\n      dockerfile_inline: \"FROM scratch\\nUSER root\"\n").ShouldBeEmpty();

    [Fact]
    public void One_below_an_anchor_is_checked_once() =>
        Findings("services:\n  a: &a\n    build:\n      dockerfile_inline: |\n        FROM scratch\n        USER root\n  b: *a\n")
            .ShouldBe(["6,14 Error CG3001"]);
}
