using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

/// <summary>Which tags of a repository could take one tag's place.</summary>
public class NewerTagsTests
{
    [Theory]
    [InlineData(
        "24.1.0-slim", "24.1.0-slim 24.1.3-slim 24.1.2-slim 24.2.0-slim 24.10.0-slim 26.0.0-slim", "24.1.3-slim", "24.10.0-slim",
        "26.0.0-slim")]
    [InlineData("24-slim", "22-slim 24-slim 26-slim 26.1-slim 26-alpine latest slim", null, null, "26-slim")]
    [InlineData(
        "10.0-noble-chiseled", "10.0-noble 10.1-noble-chiseled 10.0.3-noble-chiseled 11.0-noble-chiseled-extra", null,
        "10.1-noble-chiseled", null)]
    [InlineData("10.0", "11.0-preview 11.0-rc.1 11.0", null, null, "11.0")]
    [InlineData("11.0-preview", "11.0-rc 11.0", "11.0", null, null)]
    [InlineData("v1.2", "1.3 v1.3", null, "v1.3", null)]
    [InlineData("1.2", "1.3 v1.4", null, "1.3", null)]
    [InlineData("25.0.3_9-jre", "25.0.3_10-jre 25.0.4_1-jre", "25.0.4_1-jre", null, null)]
    [InlineData("1.2.3", "1.2.3 1.2.2 0.9.0", null, null, null)]
    [InlineData("latest", "1.2.3 latest", null, null, null)]
    [InlineData("20240329", "20250101", null, null, null)]
    public void The_highest_of_each_step_within_the_variant_is_found(
        string tag, string tags, string? patch, string? minor, string? major) =>
        NewerTags.Of(tag, tags.Split(' ')).ShouldBe(new NewerTags(patch, minor, major));

    [Theory]
    [InlineData("Patch", "24.1.3 24.1.2")]
    [InlineData("Minor", "24.10.0 24.2.0 24.1.3 24.1.2")]
    [InlineData("Major", "26.0.0 24.10.0 24.2.0 24.1.3 24.1.2")]
    [InlineData("Digest", "")]
    public void A_policy_includes_the_smaller_steps_and_the_highest_version_is_first(string policy, string within) =>
        string.Join(' ', NewerTags.Within(
            Enum.Parse<UpdatePolicy>(policy), "24.1.0",
            ["24.2.0", "24.1.0", "24.1.3", "26.0.0", "24.0.9", "24.10.0", "24.1.2", "26.0.0-slim", "27"])).ShouldBe(within);
}
