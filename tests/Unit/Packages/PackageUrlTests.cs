using ContainerGuard.Packages;

namespace ContainerGuard.Tests.Unit.Packages;

/// <summary>The forms of the Package-URL specification and of its types.</summary>
public class PackageUrlTests
{
    private static readonly Distribution Debian = new("debian", "12");

    [Theory]
    [InlineData("NuGet", "Newtonsoft.Json", "13.0.1", "pkg:nuget/Newtonsoft.Json@13.0.1")]
    [InlineData("NuGet", "A", "1.0.0-beta+5", "pkg:nuget/A@1.0.0-beta%2B5")]
    [InlineData("Npm", "@babel/core", "7.0.0", "pkg:npm/%40babel/core@7.0.0")]
    [InlineData("Npm", "lodash", "4.17.21", "pkg:npm/lodash@4.17.21")]
    [InlineData("PyPi", "Django_Rest.X", "1.11.1", "pkg:pypi/django-rest.x@1.11.1")]
    [InlineData("Maven", "org.apache.commons:io", "1.3.4", "pkg:maven/org.apache.commons/io@1.3.4")]
    [InlineData("Maven", "io", "1.3.4", "pkg:maven/io@1.3.4")]
    [InlineData("Go", "golang.org/x/net", "v0.1.0", "pkg:golang/golang.org/x/net@v0.1.0")]
    [InlineData("Go", "github.com/BurntSushi/Toml", "v1.0.0", "pkg:golang/github.com/burntsushi/toml@v1.0.0")]
    [InlineData("Go", "stdlib", "1.22.1", "pkg:golang/stdlib@1.22.1")]
    [InlineData("Gem", "ruby-advisory-db-check", "0.12.4", "pkg:gem/ruby-advisory-db-check@0.12.4")]
    [InlineData("Composer", "Laravel/Framework", "v5.5.0", "pkg:composer/laravel/framework@v5.5.0")]
    [InlineData("Gem", "a", "", "pkg:gem/a")]
    public void A_package_of_a_language_has_the_url_of_its_type(string type, string name, string version, string url) =>
        new Package { Type = Enum.Parse<PackageType>(type), Name = name, Version = version }.Url.ShouldBe(url);

    [Fact]
    public void A_package_of_the_system_has_its_architecture_its_system_and_its_source()
    {
        var package = new Package { Type = PackageType.Deb, Name = "libc6", Version = "1:2.36-9+deb12u1", Architecture = "amd64" };

        (package with { Distribution = Debian }).Url.ShouldBe("pkg:deb/debian/libc6@1:2.36-9%2Bdeb12u1?arch=amd64&distro=debian-12");
        (package with { Distribution = Debian, Source = "glibc", SourceVersion = "2.36-9+deb12u1" }).Url
            .ShouldEndWith("?arch=amd64&distro=debian-12&upstream=glibc%402.36-9%2Bdeb12u1");
        package.Url.ShouldBe("pkg:deb/libc6@1:2.36-9%2Bdeb12u1?arch=amd64");
    }

    [Fact]
    public void The_epoch_of_an_rpm_package_is_a_qualifier()
    {
        var package = new Package
        {
            Type = PackageType.Rpm, Name = "ca-certificates", Version = "1:2.0.0-1.cm2", Architecture = "noarch",
            Distribution = new Distribution("azurelinux", "3.0"),
        };

        package.Url.ShouldBe("pkg:rpm/azurelinux/ca-certificates@2.0.0-1.cm2?arch=noarch&distro=azurelinux-3.0&epoch=1");
    }

    [Fact]
    public void An_image_has_its_digest_its_repository_and_its_tag() =>
        PackageUrl.OfImage("mcr.microsoft.com/dotnet/aspnet", "10.0", "sha256:ab").ShouldBe(
            "pkg:oci/aspnet@sha256:ab?repository_url=mcr.microsoft.com%2Fdotnet%2Faspnet&tag=10.0");
}
