using ContainerGuard.Analysis;
using ContainerGuard.Packages.Licenses;

namespace ContainerGuard.Tests.Unit.Rules;

public class LabelValuesTests
{
    [Theory]
    [InlineData("http://example.com", true)]
    [InlineData("https://example.com:8443/a/b?c=%20#d", true)]
    [InlineData("mailto:a@example.com", true)]
    [InlineData("file:///srv/docs", true)]
    [InlineData("http://[::1]/", true)]
    [InlineData("", false)]
    [InlineData("not-url", false)]
    [InlineData("/docs", false)]
    [InlineData("http:", false)]
    [InlineData("http://", false)]
    [InlineData("http:///docs", false)]
    [InlineData("://example.com", false)]
    [InlineData("1http://example.com", false)]
    [InlineData("https://example.com/a b", false)]
    [InlineData("https://example.com/%2", false)]
    [InlineData("git@example.com:a.git", false)]
    public void A_URL_has_a_scheme_and_what_may_follow_it(string text, bool isOne) => LabelValues.IsUrl(text).ShouldBe(isOne);

    [Theory]
    [InlineData("2021-03-10T10:26:33.564595127+01:00", true)]
    [InlineData("2026-11-22t08:30:00z", true)]
    [InlineData("2026-11-22 08:30:00Z", true)]
    [InlineData("2024-02-29T23:59:60-00:00", true)]
    [InlineData("2026-02-29T00:00:00Z", false)]
    [InlineData("2026-13-01T00:00:00Z", false)]
    [InlineData("2026-11-22T24:00:00Z", false)]
    [InlineData("2026-11-22T08:30:00", false)]
    [InlineData("2026-11-22T08:30:00.Z", false)]
    [InlineData("2026-11-22T08:30:00+0100", false)]
    [InlineData("2026-11-22T08:30:00+01:60", false)]
    [InlineData("2026-11-22", false)]
    [InlineData("0000-01-01T00:00:00Z", true)]
    [InlineData("20261122T083000Z.......", false)]
    public void A_time_is_whole_and_on_the_calendar(string text, bool isOne) => LabelValues.IsRfc3339(text).ShouldBe(isOne);

    [Theory]
    [InlineData("2dbfae9", true)]
    [InlineData("2dbfae", false)]
    [InlineData("2DBFAE9", false)]
    [InlineData("43c572f1272b6b3171dd1db9e41b7027128ce080", true)]
    [InlineData("43c572f1272b6b3171dd1db9e41b7027128ce0800", false)]
    [InlineData("43c572f1272b6b3171dd1db9e41b7027128ce08043c572f1272b6b3171dd1db9", true)]
    [InlineData("not-git", false)]
    public void A_hash_is_gits(string text, bool isOne) => LabelValues.IsHash(text).ShouldBe(isOne);

    [Theory]
    [InlineData("1.0.0", true)]
    [InlineData("2.0.1-rc1", true)]
    [InlineData("2.0.1-rc.1+build.7", true)]
    [InlineData("1.0", false)]
    [InlineData("1.0.0.0", false)]
    [InlineData("v1.0.0", false)]
    [InlineData("01.0.0", false)]
    [InlineData("1.0.0-", false)]
    [InlineData(" 1.0.0", false)]
    public void A_version_is_semantic_to_the_letter(string text, bool isOne) => LabelValues.IsSemanticVersion(text).ShouldBe(isOne);

    [Theory]
    [InlineData("abcd@example.com", true)]
    [InlineData("first.last+tag@mail.example.com", true)]
    [InlineData("not-email", false)]
    [InlineData("@example.com", false)]
    [InlineData("a@", false)]
    [InlineData("a@b@c", false)]
    [InlineData("Jane <jane@example.com>", false)]
    [InlineData("<jane@example.com>", false)]
    public void An_address_stands_alone(string text, bool isOne) => LabelValues.IsEmail(text).ShouldBe(isOne);

    [Theory]
    [InlineData("MIT")]
    [InlineData("mit")]
    [InlineData("GPL-2.0")]
    [InlineData("GPL-2.0+")]
    [InlineData("MIT OR Apache-2.0 AND (ISC)")]
    [InlineData("((MIT))")]
    [InlineData("GPL-2.0-or-later WITH Classpath-exception-2.0 and MIT")]
    [InlineData("LicenseRef-mine")]
    [InlineData("DocumentRef-a:LicenseRef-mine OR MIT")]
    [InlineData("MIT WITH AdditionRef-mine")]
    [InlineData("NOASSERTION")]
    public void A_licence_expression_is_read(string text) => SpdxExpression.Problem(text).ShouldBeNull();

    [Theory]
    [InlineData("not-spdx", "'not-spdx' is not on")]
    [InlineData("MI", "'MI' is not on")]
    [InlineData("MIT Apache-2.0", "'Apache-2.0' is unexpected")]
    [InlineData("MIT OR", "missing")]
    [InlineData("OR MIT", "'OR' is not on")]
    [InlineData("()", "missing")]
    [InlineData("(MIT", "not closed")]
    [InlineData("MIT)", "')' is unexpected")]
    [InlineData("MIT WITH", "not on the SPDX exceptions list")]
    [InlineData("MIT WITH MIT", "not on the SPDX exceptions list")]
    [InlineData("+", "not on")]
    [InlineData("LicenseRef-", "not on")]
    [InlineData("DocumentRef-:LicenseRef-a", "not on")]
    public void A_licence_expression_that_is_none_is_explained(string text, string because) =>
        SpdxExpression.Problem(text).ShouldNotBeNull().ShouldContain(because);

    [Fact]
    public void Parentheses_without_end_are_refused_not_followed() =>
        SpdxExpression.Problem(new string('(', 100_000) + "MIT").ShouldNotBeNull();
}
