using ContainerGuard.Packages.Versions;

namespace ContainerGuard.Tests.Unit.Packages.Versions;

/// <summary>The names of ecosystems, the versions that they accept, and the places of those that they do not accept.</summary>
public class VersionOrderTests
{
    [Theory]
    [InlineData("Debian:12", "deb")]
    [InlineData("Ubuntu:24.04:LTS", "deb")]
    [InlineData("Alpine:v3.20", "apk")]
    [InlineData("Wolfi", "apk")]
    [InlineData("AlmaLinux:9", "rpm")]
    [InlineData("Azure Linux:3", "rpm")]
    [InlineData("Red Hat:enterprise_linux:9::baseos", "rpm")]
    [InlineData("NuGet", "nuget")]
    [InlineData("crates.io", "npm")]
    [InlineData("Maven", "maven")]
    [InlineData("PyPI", "pypi")]
    [InlineData("RubyGems", "gem")]
    [InlineData("Go", "golang")]
    [InlineData("Packagist", "composer")]
    public void An_ecosystem_has_the_order_of_its_package_manager(string ecosystem, string type) =>
        VersionOrder.For(ecosystem).ShouldBeSameAs(VersionOrder.For(type).ShouldNotBeNull());

    [Fact]
    public void An_unknown_ecosystem_has_no_order() => VersionOrder.For("Unheard Of:1").ShouldBeNull();

    [Theory]
    [InlineData("deb", "1.0:2")]
    [InlineData("deb", "1-")]
    [InlineData("deb", "a1")]
    [InlineData("deb", "1.0_1")]
    [InlineData("rpm", "1 0")]
    [InlineData("apk", "1.2_unknown")]
    [InlineData("apk", "1.2A")]
    [InlineData("apk", "1.2-r")]
    [InlineData("apk", ".1")]
    [InlineData("nuget", "1.2.3.4.5")]
    [InlineData("nuget", "1.0-")]
    [InlineData("nuget", "latest")]
    [InlineData("npm", "1.2")]
    [InlineData("npm", "1.02.3")]
    [InlineData("npm", "1.2.3-01")]
    [InlineData("npm", "1.2.3-")]
    [InlineData("npm", "1.2.3+")]
    [InlineData("pypi", "1.0-x")]
    [InlineData("pypi", "1.0+")]
    [InlineData("gem", "1..0")]
    [InlineData("gem", "1.0_1")]
    [InlineData("composer", "1.2.3.4.5")]
    [InlineData("composer", "1234567.0")]
    [InlineData("composer", "feature")]
    [InlineData("golang", "main")]
    [InlineData("cran", "1..2")]
    public void A_version_that_the_tools_refuse_is_not_accepted(string ecosystem, string version) =>
        VersionOrder.For(ecosystem)!.Accepts(version).ShouldBeFalse();

    [Theory]
    [InlineData("composer", "2024-01-31")]
    [InlineData("composer", "20240131")]
    [InlineData("composer", "20240131.123456")]
    [InlineData("composer", "1.2.x-dev")]
    [InlineData("composer", "dev-main as 1.0.0")]
    [InlineData("composer", "1.0.0@beta")]
    [InlineData("composer", "1.0.0+build")]
    [InlineData("composer", "v1.0-RC.1-dev")]
    [InlineData("pypi", "1!2.3rc4.post5.dev6+local.7")]
    [InlineData("pypi", " V1.0-1 ")]
    [InlineData("gem", "1.2-a.3")]
    [InlineData("apk", "1.2.3b_rc1_p2~abc1-r4")]
    [InlineData("deb", "1:2:3~rc1-4-5")]
    [InlineData("golang", "go1.21rc2")]
    public void A_version_in_an_unusual_form_is_accepted(string ecosystem, string version) =>
        VersionOrder.For(ecosystem)!.Accepts(version).ShouldBeTrue();

    [Theory]
    [InlineData("deb", "2:1", "a:1")]
    [InlineData("apk", "1.2_rc1", "1.2_unknown")]
    [InlineData("apk", "1.2_unknown", "1.2")]
    [InlineData("nuget", "1.2.3.4.5", "1.2.3.4.6")]
    [InlineData("nuget", "1.0.0beta", "1.0.0")]
    [InlineData("npm", "1.2.3beta", "1.2.3")]
    [InlineData("npm", "1.1.9", "1.2")]
    [InlineData("pypi", "2.0-charmander", "1.0")]
    [InlineData("pypi", "0.1-charmander", "0.2-charmander")]
    [InlineData("gem", "1.0_1", "1.0_2")]
    [InlineData("composer", "dev-main", "0.0.1")]
    public void A_version_that_is_not_accepted_has_a_place(string ecosystem, string older, string newer)
    {
        if (ecosystem == "deb") (older, newer) = (newer, older);
        VersionOrder.For(ecosystem)!.Compare(older, newer).ShouldBeNegative();
    }

    [Theory]
    [InlineData("1.1-alpha", "1.1")]
    [InlineData("1.1.foo-1", "1.1-1")]
    [InlineData("1.0.0-RC16", "1.0.0.RC8-beta")]
    [InlineData("1.0.0.RC1", "1.0.0")]
    [InlineData("1.0", "1.0-1")]
    [InlineData("1-1", "1.0.1")]
    public void A_qualifier_of_Maven_comes_before_a_number_after_a_hyphen_and_that_before_a_number_after_a_dot(string older, string newer) =>
        VersionOrder.For("maven")!.Compare(older, newer).ShouldBeNegative();
}
