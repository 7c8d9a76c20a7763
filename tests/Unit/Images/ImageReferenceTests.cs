using ContainerGuard.Images;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerGuard.Tests.Unit.Images;

public class ImageReferenceTests
{
    private const string Sha = "sha256:72dd743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0";

    [Theory]
    [InlineData("node", "docker.io", "library/node", null)]
    [InlineData("node:24-alpine", "docker.io", "library/node", "24-alpine")]
    [InlineData("grafana/loki:3", "docker.io", "grafana/loki", "3")]
    [InlineData("docker.io/node", "docker.io", "library/node", null)]
    [InlineData("index.docker.io/node", "docker.io", "library/node", null)]
    [InlineData("docker.io/library/node", "docker.io", "library/node", null)]
    [InlineData("index.docker.io/grafana/loki", "docker.io", "grafana/loki", null)]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0", "mcr.microsoft.com", "dotnet/sdk", "10.0")]
    [InlineData("localhost/app", "localhost", "app", null)]
    [InlineData("localhost:5000/app:1", "localhost:5000", "app", "1")]
    [InlineData("localhost:5000", "docker.io", "library/localhost", "5000")]
    [InlineData("127.0.0.1:5000/a/b/c", "127.0.0.1:5000", "a/b/c", null)]
    [InlineData("[::1]:5000/app:1", "[::1]:5000", "app", "1")]
    [InlineData("[2001:db8::1]/app", "[2001:db8::1]", "app", null)]
    [InlineData("Registry/app", "Registry", "app", null)]
    [InlineData("REGISTRY.example.com/app", "REGISTRY.example.com", "app", null)]
    [InlineData("registry.example.com:443/team/app_name/x__y.z-a--b", "registry.example.com:443", "team/app_name/x__y.z-a--b", null)]
    [InlineData("a/b", "docker.io", "a/b", null)]
    [InlineData("_/node", null, null, null)]
    public void A_name_is_read_by_Docker_s_rules(string text, string? registry, string? repository, string? tag)
    {
        if (registry is null)
        {
            ImageReference.TryParse(text, out _, out _).ShouldBeFalse();
            return;
        }

        var reference = ImageReference.Parse(text);
        (reference.Registry, reference.Repository, reference.Tag, reference.Digest).ShouldBe((registry, repository!, tag, null));
    }

    [Fact]
    public void Tag_and_digest_may_stand_together()
    {
        var reference = ImageReference.Parse($"mcr.microsoft.com/dotnet/sdk:10.0.302@{Sha}");

        reference.Tag.ShouldBe("10.0.302");
        reference.Digest!.ToString().ShouldBe(Sha);
        reference.Familiar.ShouldBe($"mcr.microsoft.com/dotnet/sdk:10.0.302@{Sha}");
    }

    [Theory]
    [InlineData("docker.io/library/node", "node", "docker.io/library/node:latest", "node:latest")]
    [InlineData("node:24", "node:24", "docker.io/library/node:24", "node:24")]
    [InlineData("docker.io/grafana/loki:3", "grafana/loki:3", "docker.io/grafana/loki:3", "grafana/loki:3")]
    [InlineData("quay.io/a/b:1", "quay.io/a/b:1", "quay.io/a/b:1", "quay.io/a/b:1")]
    [InlineData("node:24@" + Sha, "node:24@" + Sha, "docker.io/library/node:24@" + Sha, "node:24")]
    [InlineData("node@" + Sha, "node@" + Sha, "docker.io/library/node@" + Sha, "node@" + Sha)]
    public void A_reference_has_a_familiar_and_a_canonical_form_and_a_lock_key(string text, string familiar, string canonical, string key)
    {
        var reference = ImageReference.Parse(text);

        reference.Familiar.ShouldBe(familiar);
        reference.ToString().ShouldBe(familiar);
        reference.Canonical.ShouldBe(canonical);
        reference.NormalizedWithoutDigest.ShouldBe(key);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Node:24", "lower case")]
    [InlineData("docker.io/library/Node", "lower case")]
    [InlineData("https://mcr.microsoft.com/dotnet/sdk", "no scheme")]
    [InlineData("node :24", "no spaces")]
    [InlineData("node:", "tag after ':' is missing")]
    [InlineData("node:-24", "must begin with")]
    [InlineData("node:24+1", "'+' is not allowed in a tag")]
    [InlineData("node:1:2", "':' is not allowed in a tag")]
    [InlineData("quay.io//app", "empty")]
    [InlineData("quay.io/app/", "empty")]
    [InlineData("quay.io/", "missing")]
    [InlineData("a..b", "separator '..'")]
    [InlineData("a___b", "separator '___'")]
    [InlineData("a.-b", "separator '.-'")]
    [InlineData("-a", "begin and end")]
    [InlineData("a_", "begin and end")]
    [InlineData("${BASE}", "variable")]
    [InlineData("quay.io:99999/app", "1 to 65535")]
    [InlineData("quay.io:/app", "1 to 65535")]
    [InlineData("-quay.io/app", "not a registry host")]
    [InlineData("quay..io/app", "not a registry host")]
    [InlineData("[::1/app", "IPv6")]
    [InlineData("[xyz]/app", "IPv6")]
    [InlineData("node@sha256:abc", "64 hexadecimal digits")]
    [InlineData("node@md5:d41d8cd98f00b204e9800998ecf8427e", "not known")]
    [InlineData("node@abc", "no algorithm")]
    [InlineData("node@sha256:72DD743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0", "lower case")]
    [InlineData("node@sha256:zzdd743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0", "characters that are not hexadecimal")]
    [InlineData("72dd743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0", "local image")]
    public void An_invalid_name_is_refused_with_a_reason_in_words(string text, string words)
    {
        ImageReference.TryParse(text, out var reference, out var reason).ShouldBeFalse();

        reference.ShouldBeNull();
        reason!.ShouldContain(words);
    }

    [Theory]
    [InlineData("someone:hunter2@registry.example.com/app")]
    [InlineData("https://someone:hunter2@registry.example.com/app")]
    public void A_password_in_a_name_is_not_repeated(string text)
    {
        ImageReference.TryParse(text, out _, out var reason).ShouldBeFalse();

        reason!.ShouldNotContain("hunter2");
    }

    [Fact]
    public void The_longest_tag_and_repository_are_accepted_and_one_more_is_not()
    {
        ImageReference.TryParse("node:" + new string('a', 128), out _, out _).ShouldBeTrue();
        ImageReference.TryParse("node:" + new string('a', 129), out _, out _).ShouldBeFalse();
        ImageReference.TryParse("quay.io/" + new string('a', 255), out _, out _).ShouldBeTrue();
        ImageReference.TryParse("quay.io/" + new string('a', 256), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Parts_can_be_replaced()
    {
        var reference = ImageReference.Parse("node:22");

        reference.WithTag("24").Familiar.ShouldBe("node:24");
        reference.WithDigest(ImageDigest.Parse(Sha)).Familiar.ShouldBe($"node:22@{Sha}");
        reference.WithName("registry.corp", "hub/library/node").Familiar.ShouldBe("registry.corp/hub/library/node:22");
        Should.Throw<FormatException>(() => reference.WithTag("no good"));
        Should.Throw<FormatException>(() => reference.WithDigest(ImageDigest.Parse("sha256:1")));
    }

    [Fact]
    public void Any_text_is_either_read_or_refused_with_a_reason_and_what_is_read_reads_again()
    {
        var text =
            Gen.ListOf(Gen.Elements("a", "B", "9", ":", "/", "@", ".", "_", "-", "[", "]", "::1", "localhost", "sha256:", Sha, " ", "é"))
                .Select(parts => string.Concat(parts));

        Prop.ForAll(text.ToArbitrary(), candidate =>
        {
            if (!ImageReference.TryParse(candidate, out var reference, out var reason))
            {
                return !string.IsNullOrEmpty(reason);
            }

            return ImageReference.Parse(reference.Familiar) == reference
                && ImageReference.Parse(reference.Canonical) == reference.WithTag(reference.EffectiveTag);
        }).QuickCheckThrowOnFailure();
    }
}
