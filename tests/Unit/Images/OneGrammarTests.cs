using ContainerGuard.Images;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerGuard.Tests.Unit.Images;

/// <summary>The builder's verdict about a reference or platform, and the reader that takes it apart, never differ.</summary>
public sealed class OneGrammarTests
{
    private static readonly string[] Pieces =
    [
        "a", "node", "Node", "localhost", "localhost:5000", "localhost:99999", "quay.io", "my_registry.io", "[::1]:5000", "[x]", "_", "__",
        "-", ".", "/", ":", "@", "library",
        "3.22", "sha256:", new('0', 64), "$", " ", "://", "user:password", "é",
    ];

    [Fact]
    public void A_reference_is_accepted_by_both_or_by_neither() =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Texts(Pieces, 6), static text =>
            ReferenceGrammar.FindError(text) is null == ImageReference.TryParse(text, out _, out _)));

    [Fact]
    public void An_accepted_reference_stays_itself() =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(Texts(Pieces, 6), static text =>
            !ImageReference.TryParse(text, out var reference, out _)
            || ImageReference.Parse(reference.Canonical).Canonical == reference.Canonical));

    [Theory]
    [InlineData("localhost:99999/x")]
    [InlineData("localhost:0/x")]
    [InlineData("someone:secret@registry.example.com/x")]
    public void Both_refuse(string text)
    {
        ImageReference.TryParse(text, out _, out _).ShouldBeFalse();
        ReferenceGrammar.FindError(text).ShouldNotBeNull().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("my_registry.io/a", "my_registry.io", "a")]
    public void A_host_that_only_a_registry_can_have_is_split_from_the_repository(string text, string registry, string repository)
    {
        var reference = ImageReference.Parse(text);
        (reference.Registry, reference.Repository).ShouldBe((registry, repository));
    }

    [Fact]
    public void A_platform_with_an_architecture_is_accepted_by_both_or_by_neither() =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(20_000), Prop.ForAll(
            Texts(["linux", "windows", "windows(10.0.1)", "(", ")", "/", "amd64", "arm", "v7", "arm64", "é", " ", "+", ""], 6),
            static text => text.Split('/').Length is not (2 or 3) || PlatformGrammar.IsValid(text) == ImagePlatform.TryParse(text, out _)));

    private static Arbitrary<string> Texts(string[] pieces, int length) =>
        Gen.Elements(pieces).ArrayOf().Where(array => array.Length <= length).Select(string.Concat).ToArbitrary();
}
