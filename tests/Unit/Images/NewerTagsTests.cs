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

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0-alpine", "9.0-alpine 10.0-alpine 11.0-alpine", "10.0-alpine")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0.1", "8.0.2 9.0.1 10.0.0", "10.0.0 8.0.2")]
    [InlineData("node:22-slim", "23-slim 24-slim 25-slim 26-slim 27-slim 28-slim", "26-slim 24-slim")]
    [InlineData("eclipse-temurin:17-jre", "18-jre 21-jre 24-jre 25-jre 26-jre", "25-jre 21-jre")]
    [InlineData("ubuntu:24.04", "24.10 25.04 26.04 26.10", "26.04")]
    [InlineData("python:3.12-slim", "3.13-slim 3.14-slim 4.0-slim", "3.14-slim 3.13-slim")]
    [InlineData("registry.corp/team/app:1.0", "1.1 2.0", "1.1")]
    public void The_policy_lts_goes_to_releases_with_long_term_support(string image, string tags, string within)
    {
        var reference = ImageReference.Parse(image);

        string.Join(' ', NewerTags.Within(
            UpdatePolicy.Lts, reference.Tag!, tags.Split(' '),
            tag => LongTermSupport.IsLongTerm(reference.WithTag(tag), new DateOnly(2026, 11, 30)))).ShouldBe(within);
    }

    [Theory]
    [InlineData("2026-10-31", false)]
    [InlineData("2026-11-01", true)]
    public void A_release_of_Node_js_gets_long_term_support_months_after_its_first_version(string today, bool isLongTerm) =>
        LongTermSupport.IsLongTerm(
            ImageReference.Parse("node:26"), DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(isLongTerm);

    [Theory]
    [InlineData("ubuntu:noble", true)]
    [InlineData("ubuntu:plucky", false)]
    [InlineData("debian:bookworm", null)]
    [InlineData("node", null)]
    public void A_name_of_a_release_counts_as_its_version(string image, bool? isLongTerm) =>
        LongTermSupport.IsLongTerm(ImageReference.Parse(image), new DateOnly(2026, 11, 30)).ShouldBe(isLongTerm);
}
