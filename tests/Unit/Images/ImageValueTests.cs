using System.Text;
using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

public class ImageDigestTests
{
    [Fact]
    public void The_digest_of_bytes_is_their_sha256() =>
        ImageDigest.Of("{}"u8).ToString().ShouldBe("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");

    [Theory]
    [InlineData("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a")]
    [InlineData(
        "sha512:27c74670adb75075fad058d5ceaf7b20c4e7786c83bae8a32f626f9782af34c9a33c2046ef60fd2a7878d378e29fec851806bbd9a67878f3a9f1cda4830763fd")]
    public void A_digest_matches_its_bytes_only(string digest)
    {
        ImageDigest.Parse(digest).Matches("{}"u8).ShouldBeTrue();
        ImageDigest.Parse(digest).Matches("{ }"u8).ShouldBeFalse();
    }

    [Fact]
    public void Digests_are_values() =>
        ImageDigest.Of(Encoding.UTF8.GetBytes("a")).ShouldBe(ImageDigest.Of(Encoding.UTF8.GetBytes("a")));
}

public class ImagePlatformTests
{
    [Theory]
    [InlineData("linux/amd64", "linux/amd64")]
    [InlineData("linux/x86_64", "linux/amd64")]
    [InlineData("Linux/ARM64/v8", "linux/arm64")]
    [InlineData("linux/aarch64", "linux/arm64")]
    [InlineData("linux/arm", "linux/arm/v7")]
    [InlineData("linux/arm/v6", "linux/arm/v6")]
    [InlineData("linux/armhf", "linux/arm/v7")]
    [InlineData("windows(10.0.20348.2700)/amd64", "windows(10.0.20348.2700)/amd64")]
    public void Names_of_the_same_machine_become_one(string text, string normalized)
    {
        ImagePlatform.TryParse(text, out var platform).ShouldBeTrue();
        platform!.ToString().ShouldBe(normalized);
    }

    [Theory]
    [InlineData("linux")]
    [InlineData("linux/")]
    [InlineData("linux/arm/v7/x")]
    [InlineData("windows(1/amd64")]
    public void Anything_else_is_no_platform(string text) => ImagePlatform.TryParse(text, out _).ShouldBeFalse();
}

public class ImageTagTests
{
    [Theory]
    [InlineData("10.0.302-noble-chiseled-extra", "10.0.302", 3, "noble-chiseled-extra")]
    [InlineData("10.0", "10.0.0", 2, "")]
    [InlineData("24-alpine3.22", "24.0.0", 1, "alpine3.22")]
    [InlineData("v1.2.3", "1.2.3", 3, "")]
    [InlineData("10.0.100-preview.7-noble", "10.0.100-preview.7", 3, "noble")]
    [InlineData("10.0-preview", "10.0.0-preview", 2, "")]
    [InlineData("3.15-rc-slim", "3.15.0-rc", 2, "slim")]
    [InlineData("3.15.0rc1-alpine", "3.15.0-rc1", 3, "alpine")]
    [InlineData("3.15.0b2", "3.15.0-b2", 3, "")]
    [InlineData("26-ea-35-jdk", "26.0.0-ea.35", 1, "jdk")]
    [InlineData("25.0.3_9-jre-alpine", "25.0.3.9", 4, "jre-alpine")]
    [InlineData("8u412-b08-jdk", "8.0.412.8", 4, "jdk")]
    [InlineData("8u292-jre", "8.0.292", 3, "jre")]
    [InlineData("24-bullseye", "24.0.0", 1, "bullseye")]
    [InlineData("24-alpine", "24.0.0", 1, "alpine")]
    public void A_tag_is_a_version_and_a_variant(string text, string version, int precision, string variant)
    {
        var tag = ImageTag.Parse(text);

        tag.Version!.ToNormalizedString().ShouldBe(version);
        tag.Precision.ShouldBe(precision);
        tag.Variant.ShouldBe(variant);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("lts-alpine")]
    [InlineData("bookworm-20240513")]
    [InlineData("20240329")]
    [InlineData("1a2b3c4")]
    [InlineData("99999999999999")]
    public void A_tag_without_a_version_is_all_variant(string text)
    {
        ImageTag.Parse(text).Version.ShouldBeNull();
        ImageTag.Parse(text).Variant.ShouldBe(text);
    }

    [Theory]
    [InlineData("10.0.302-noble", "10.0.301-noble", true)]
    [InlineData("10.0.302-noble", "10.0.302-noble", false)]
    [InlineData("10.0.302-noble", "10.0.301-alpine", false)]
    [InlineData("10.1-noble", "10.0.301-noble", false)]
    [InlineData("10.0.100", "10.0.100-rc.2", true)]
    [InlineData("9.0.10", "9.0.9", true)]
    [InlineData("latest", "9.0.9", false)]
    public void Versions_compare_within_one_variant_and_precision(string newer, string older, bool expected) =>
        ImageTag.Parse(newer).IsNewerThan(ImageTag.Parse(older)).ShouldBe(expected);
}

public class ImageMirrorsTests
{
    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0", "registry.corp/mcr/dotnet/sdk:10.0")]
    [InlineData("mcr.microsoft.com/dotnet/nightly/sdk:10.0", "localhost:5000/nightly/sdk:10.0")]
    [InlineData("node:24", "registry.corp/hub/library/node:24")]
    [InlineData("docker.io/grafana/loki:3", "registry.corp/hub/grafana/loki:3")]
    [InlineData("quay.io/a/b:1", "registry.corp/quay-b:1")]
    [InlineData("quay.io/a/bc:1", "quay.io/a/bc:1")]
    [InlineData("mcr.microsoft.com.evil.example/dotnet/sdk:10.0", "mcr.microsoft.com.evil.example/dotnet/sdk:10.0")]
    public void The_longest_prefix_that_ends_at_a_slash_is_replaced(string original, string mirrored)
    {
        ImageMirrors.TryCreate(
            [
                ("mcr.microsoft.com", "registry.corp/mcr/"),
                ("mcr.microsoft.com/dotnet/nightly/", "localhost:5000/nightly"),
                ("docker.io", "registry.corp/hub"),
                ("quay.io/a/b", "registry.corp/quay-b"),
            ],
            out var mirrors,
            out _).ShouldBeTrue();

        mirrors!.Apply(ImageReference.Parse(original)).Familiar.ShouldBe(mirrored);
        mirrors.Original(ImageReference.Parse(mirrored)).Familiar.ShouldBe(ImageReference.Parse(original).Familiar);
    }

    [Theory]
    [InlineData(
        "registry.corp/hub/library/node:24@sha256:72dd743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0",
        "node:24@sha256:72dd743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0")]
    [InlineData("registry.corp/hub/node:24", "registry.corp/hub/node:24")]
    [InlineData("registry.corp/hubs/library/node:24", "registry.corp/hubs/library/node:24")]
    [InlineData("registry.corp/hub/quay/a:1", "quay.io/a:1")]
    [InlineData("registry.corp/all/a/b:1", "registry.corp/all/a/b:1")]
    [InlineData("node:24", "node:24")]
    public void The_original_is_named_where_it_is_certain(string written, string original)
    {
        ImageMirrors.TryCreate(
            [("docker.io", "registry.corp/hub"), ("quay.io", "registry.corp/hub/quay"), ("ghcr.io", "registry.corp/all"),
                ("gcr.io", "registry.corp/all")],
            out var mirrors, out _).ShouldBeTrue();

        mirrors!.Original(ImageReference.Parse(written)).Familiar.ShouldBe(original);
    }

    [Theory]
    [InlineData("mirror/mcr", "must begin with a host")]
    [InlineData("", "is not valid")]
    [InlineData("registry.corp/MCR", "lower case")]
    public void A_mirror_that_Docker_would_misread_is_refused(string target, string words)
    {
        ImageMirrors.TryCreate([("mcr.microsoft.com", target)], out _, out var reason).ShouldBeFalse();

        reason!.ShouldContain(words);
    }
}
