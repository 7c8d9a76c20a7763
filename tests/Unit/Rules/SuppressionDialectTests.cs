using System.Text.RegularExpressions;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>People arrive with comments for other tools; those hold for the rules that share the practice.</summary>
public sealed partial class SuppressionDialectTests
{
    // CG3001 is hadolint:DL3002, trivy:DS-0002, checkov:CKV_DOCKER_8, kics:Last User Is 'root'.
    [Theory]
    [InlineData("# hadolint ignore=DL3002")]
    [InlineData("#hadolint ignore=DL3002")]
    [InlineData("#  hadolint   ignore = DL3008 , DL3002,SC2086")]
    [InlineData("# hadolint ignore=DL3002 # drops its rights")]
    [InlineData("# hadolint global ignore=DL3002")]
    [InlineData("# tally ignore=DL3002")]
    [InlineData("# tally ignore=hadolint/DL3002,max-lines;reason=drops its rights")]
    [InlineData("# tally ignore=tally/stateful-root-runtime")]
    [InlineData("# tally ignore=stateful-root-runtime")]
    [InlineData("# tally ignore=all")]
    [InlineData("# tally global ignore=hadolint/DL3002;reason=why")]
    [InlineData("# trivy:ignore:DS-0002")]
    [InlineData("#trivy:ignore:AVD-DS-0002")]
    [InlineData("#trivy:ignore:ds002 because of the entry point")]
    [InlineData("#trivy:ignore:DS-0001 trivy:ignore:DS-0002")]
    [InlineData("# hadolint ignore=DL3008 # trivy:ignore:DS-0002")]
    [InlineData("#trivy:ignore:*")]
    [InlineData("#trivy:ignore:DS-0002:exp:2026-11-23")]
    [InlineData("#checkov:skip=CKV_DOCKER_8:drops its rights")]
    [InlineData("# checkov:skip=CKV_DOCKER_8")]
    [InlineData("# checkov:skip=CKV_DOCKER_8 reason=\"drops its rights\"")]
    [InlineData("# kics-scan ignore-line")]
    [InlineData("# kics-scan ignore-line - drops its rights")]
    public void A_comment_above_the_instruction_silences_the_rule_that_shares_the_practice(string comment) =>
        Check.Finding($"FROM node:24\n{comment}\nUSER root\n", "CG3001").Suppression.ShouldBe(comment.TrimStart('#').Trim());

    [Theory]
    [InlineData("# hadolint ignore=DL3003")]
    [InlineData("# hadolint ignore=crazy,DL3002")]
    [InlineData("# hadolint ignore=DL3002 because")]
    [InlineData("# hadolint ignore DL3002")]
    [InlineData("# hadolint shell=/bin/bash")]
    [InlineData("# ignore=DL3002 hadolint")]
    [InlineData("# tally ignore=buildkit/DL3002")]
    [InlineData("# tally ignore=max-lines")]
    [InlineData("# trivy:ignore:DS-0001")]
    [InlineData("# trivy ignore DS-0002")]
    [InlineData("#trivy:ignore:DS-0002:exp:2026-11-22")]
    [InlineData("# checkov:skip=CKV_DOCKER_3")]
    [InlineData("# checkov:skip=CKV_DOCKER_3 and CKV_DOCKER_8")]
    [InlineData("# kics-scan ignore")]
    [InlineData("# kics-scan ignore-block")]
    [InlineData("# kics-scan disable=67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae")]
    [InlineData("# kics-scan ignore-lines")]
    public void A_comment_that_means_something_else_silences_nothing(string comment) =>
        Check.Finding($"FROM node:24\n{comment}\nUSER root\n", "CG3001").Suppression.ShouldBeNull();

    [Theory]
    [InlineData("# hadolint global ignore=DL3002")]
    [InlineData("# checkov:skip=CKV_DOCKER_8")]
    [InlineData("# kics-scan ignore")]
    [InlineData("# What this is.\n# kics-scan disable=67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae")]
    [InlineData("# kics-scan ignore-block")]
    public void A_comment_at_the_top_silences_what_its_tool_lets_it(string comment) =>
        Check.Finding($"{comment}\nFROM node:24\n\nUSER root\n", "CG3001").Suppression.ShouldNotBeNull();

    [Theory]
    [InlineData("# hadolint ignore=DL3002")]
    [InlineData("# trivy:ignore:DS-0002")]
    [InlineData("# kics-scan ignore-line")]
    public void A_comment_for_one_instruction_does_not_reach_the_next(string comment) =>
        Check.Finding($"{comment}\nFROM node:24\nUSER root\n", "CG3001").Suppression.ShouldBeNull();

    [Fact]
    public void A_block_of_KICS_ends_with_its_stage() =>
        Check.Findings("# kics-scan ignore-block\nFROM node AS build\nRUN sudo a\nFROM node\nRUN sudo a\n", "CG3005")
            .Select(finding => finding.Suppression).ShouldBe(["kics-scan ignore-block", null]);

    [Fact]
    public void All_of_a_tool_is_what_shares_a_practice_with_it_and_no_more()
    {
        var findings = Check.Findings("# kics-scan ignore\nFROM node\nUSER root\n");

        foreach (var finding in findings)
        {
            (finding.Suppression is not null).ShouldBe(
                finding.Rule.Aliases.Any(alias => alias.StartsWith("kics:", StringComparison.Ordinal)), finding.Rule.Id);
        }
    }

    [Fact]
    public void Every_title_of_a_KICS_query_is_one_that_an_alias_may_have()
    {
        var known = File.ReadAllLines(Support.RepositoryRoot.Combine("tests", "Unit", "Rules", "NeighbourRules.txt")).ToHashSet();

        known.ShouldContain($"kics:{KicsQueries.TitleOf("67FD0C4A-68cf-46d7-8c41-bc9fba7e40ae")}");
        var identifiers =
            Identifier().Matches(File.ReadAllText(Support.RepositoryRoot.Combine("src", "Tasks", "Rules", "Findings", "KicsQueries.cs")));
        identifiers.Count.ShouldBeGreaterThan(50);
        identifiers.Select(static match => KicsQueries.TitleOf(match.Groups[1].Value))
            .Where(title => !known.Contains($"kics:{title}")).ShouldBeEmpty();
    }

    [GeneratedRegex("\"([0-9a-f]{8}-[0-9a-f-]{27})\", \"")]
    private static partial Regex Identifier();
}
