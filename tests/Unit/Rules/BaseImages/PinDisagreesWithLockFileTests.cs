using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Rules.BaseImages;

/// <summary>CG2009 where the digest in FROM is one that the lock file has for a platform.</summary>
public sealed class PinDisagreesWithLockFileTests
{
    private const string Index = "sha256:d1b3b4da11eefd5941e7f0b9cf17783fc99d9c6fc34884a665f40a06dbdfc94f";
    private static readonly string Arm64 = "sha256:" + new string('a', 64);
    private static readonly string Other = "sha256:" + new string('b', 64);

    [Fact]
    public void The_digest_of_one_platform_is_named_as_that() =>
        Find(Arm64).ShouldBe(
            ["sha256:aaaaaaaaaaaa… is the image for linux/arm64 only. Pin the index of all platforms: sha256:d1b3b4da11ee…."]);

    [Fact]
    public void Another_digest_disagrees() => Find(Other).ShouldHaveSingleItem().ShouldContain("has sha256:bbbbbbbbbbbb… here");

    [Fact]
    public void The_index_agrees() => Find(Index).ShouldBeEmpty();

    private static string[] Find(string digest)
    {
        var locked = new ResolvedImage(
            ImageDigest.Parse(Index), "application/vnd.oci.image.index.v1+json",
            new Dictionary<string, ImageDigest> { ["linux/arm64"] = ImageDigest.Parse(Arm64) }, new ImageFacts());
        return
        [
            .. Check.Findings($"FROM node:24-alpine@{digest}\nUSER node\n", "CG2009", Check.Facts with { Locked = _ => locked })
                .Select(static finding => finding.Message),
        ];
    }
}
