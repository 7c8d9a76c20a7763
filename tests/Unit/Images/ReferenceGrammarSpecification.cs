using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

public sealed class ReferenceGrammarSpecification
{
    private const string Digits = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("alpine")]
    [InlineData("alpine:3.22")]
    [InlineData("library/alpine:latest")]
    [InlineData("a/b/c:d")]
    [InlineData("localhost/a")]
    [InlineData("localhost:5000/a:b")]
    [InlineData("Registry.Example.com/a")]
    [InlineData("REGISTRY/a")]
    [InlineData("[::1]:5000/a")]
    [InlineData("a.b/c__d--e.f")]
    [InlineData("my_registry.io/a")]
    [InlineData("alpine@sha256:" + Digits)]
    [InlineData("alpine:3@sha256:" + Digits)]
    [InlineData("a:_B.c-1")]
    public void References(string text) => ReferenceGrammar.FindError(text).ShouldBeNull();

    [Theory]
    [InlineData("Alpine", "lower case")]
    [InlineData("a/B", "lower case")]
    [InlineData("alpine:", "tag after ':' is missing")]
    [InlineData("alpine:-x", "'-x' is not a valid tag")]
    [InlineData(":1", "name is missing")]
    [InlineData("a//b", "not a valid name")]
    [InlineData("a_", "not a valid name")]
    [InlineData("a..b", "not a valid name")]
    [InlineData("a___b", "not a valid name")]
    [InlineData("a b", "not a valid name")]
    [InlineData("<image>", "template")]
    [InlineData("host:port/a", "not a valid name")]
    [InlineData("alpine@sha256:12", "the digest is not valid")]
    [InlineData("alpine@md5:" + Digits, "the digest is not valid")]
    [InlineData(Digits, "image ID")]
    public void What_is_none(string text, string reason) => ReferenceGrammar.FindError(text).ShouldNotBeNull().ShouldContain(reason);
}
