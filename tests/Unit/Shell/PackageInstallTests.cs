using ContainerGuard.Shell;

namespace ContainerGuard.Tests.Unit.Shell;

/// <summary>What the command lines of package managers install, and in which version.</summary>
public sealed class PackageInstallTests
{
    [Theory]
    [InlineData("apt-get install -y -o A=b curl=7.88* nginx/stable", "curl 7.88*, nginx stable")]
    [InlineData("apt-get -t bookworm install curl ./local.deb /srv/x.deb", "curl -, File, File")]
    [InlineData(
        "apk add --no-cache --virtual .build gcc~=12 curl=8.5.0-r0 'zlib>1.2' python3@edge",
        "gcc 12, curl 8.5.0-r0, zlib 1.2, python3@edge -")]
    [InlineData("dnf install -y java-17-openjdk-17.0.9 httpd @development-tools x.rpm", "java-17-openjdk 17.0.9, httpd -, Group, File")]
    [InlineData("yum -y install gcc-c++ glibc-2.34", "gcc-c++ -, glibc 2.34")]
    [InlineData("dnf5 install -y httpd gcc-15.2.1", "httpd -, gcc 15.2.1")]
    [InlineData("dnf group install 'Development Tools'", "Group")]
    [InlineData("zypper --non-interactive in -r main curl=8.0 'vim>9'", "curl 8.0, vim 9")]
    [InlineData("pip3 install flask==3.0.0 'requests[socks]>=2' django ./pkg .", "flask 3.0.0, requests[socks] 2, django -, File, File")]
    [InlineData("python3 -m pip install -r requirements.txt -U wheel", "wheel -")]
    [InlineData("pip install git+https://example.com/a/b.git@v1.2 https://example.com/x.whl", "Url v1.2, Url")]
    [InlineData("pip-3.6 install git+https://example.com/a/b.git#egg=b git+https://example.com/c.git@v1#egg=c", "Url, Url v1")]
    [InlineData("npm install -g pnpm@9 @angular/cli @vue/cli@5.0.8 ./local", "pnpm 9, @angular/cli -, @vue/cli 5.0.8, File")]
    [InlineData("yarn global add serve@14", "serve 14")]
    [InlineData("gem install rails -v 7.1.0", "rails 7.1.0")]
    [InlineData("gem install bundler:2.5.0 rake", "bundler 2.5.0, rake -")]
    [InlineData("go install example.com/tool@v1.2.3", "example.com/tool v1.2.3")]
    [InlineData("cargo install --version 0.9 ripgrep", "ripgrep 0.9")]
    [InlineData("composer global require phpunit/phpunit:^10", "phpunit/phpunit ^10")]
    [InlineData("composer require silex/silex v1.2.4 a/b ^2 c/d dev-main e/f g", "silex/silex v1.2.4, a/b ^2, c/d dev-main, e/f -, g -")]
    [InlineData("conda install -c conda-forge numpy=1.26", "numpy 1.26")]
    [InlineData("apt-get install $PACKAGES curl=$CURL_VERSION", "Unknown, curl $CURL_VERSION")]
    public void An_install_names_packages_and_versions(string script, string expected)
    {
        var install = ShellScript.Parse(script).Commands.Select(command => command.Install).OfType<PackageInstall>().ShouldHaveSingleItem();

        string.Join(", ", install.Packages.Select(package => package.Kind switch
        {
            PackageKind.Named => $"{package.Name} {package.Version ?? "-"}",
            _ when package.Version is { } version => $"{package.Kind} {version}",
            var kind => $"{kind}",
        })).ShouldBe(expected);
    }

    [Theory]
    [InlineData("apt-get update")]
    [InlineData("npm run build")]
    [InlineData("pip --version")]
    [InlineData("go build ./...")]
    [InlineData("yarn install")]
    [InlineData("echo apt-get install x")]
    public void What_installs_nothing_by_name_is_no_install(string script) =>
        ShellScript.Parse(script).Commands.Select(command => command.Install).OfType<PackageInstall>().ShouldBeEmpty();

    [Fact]
    public void An_install_by_manifest_names_nothing() =>
        ShellScript.Parse("pip install -r requirements.txt").Commands.Single().Install!.Packages.ShouldBeEmpty();
}
