using System.Text;
using ContainerGuard.Advisories;
using ContainerGuard.Inspection.Contents;
using ContainerGuard.Scanning;
using ContainerGuard.Tests.Unit.Inspection;
using ZstdSharp;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>What other scanners have reported in images of .NET, and what is no vulnerability of the image.</summary>
public class FalsePositiveTests : ImageScanTest
{
    /// <summary>
    /// A library without an asset has its code in the framework, a reference assembly has none, and the manifest of an SDK image can be
    /// older than the files around it.
    /// </summary>
    [Theory]
    [InlineData("System.Net.Http", "4.3.0", "package", "")]
    [InlineData("System.Net.Http", "4.3.0", "package", "\"runtime\":{\"lib/netstandard1.6/_._\":{}}")]
    [InlineData("System.Net.Http", "4.3.0", "package", "\"compile\":{\"ref/netstandard1.6/System.Net.Http.dll\":{}}")]
    [InlineData("System.Net.Http.Reference", "4.3.0.0", "referenceassembly", "\"runtime\":{\"System.Net.Http.dll\":{}}")]
    [InlineData("System.Net.Http", "4.3.0.0", "reference", "\"runtime\":{\"System.Net.Http.dll\":{}}")]
    [InlineData("Lost", "1.0.0", "package", "\"runtime\":{\"lib/net8.0/Lost.dll\":{}}")]
    public void A_library_whose_code_is_not_in_the_image_is_not_there(string name, string version, string type, string assets)
    {
        Know("NuGet", name, "GHSA-1", "[, 99.0.0)");
        var deps = "{\"runtimeTarget\":{\"name\":\"x\"},\"targets\":{\"x\":{\"" + name + "/" + version + "\":{" + assets + "}}},"
            + "\"libraries\":{\"" + name + "/" + version + "\":{\"type\":\"" + type + "\"}}}";

        Findings($"""
            FROM debian:13
            {Debian}
            COPY . /app
              file /app/App.deps.json text={deps}
              file /app/System.Net.Http.dll text=MZ
            """).ShouldBeEmpty();
    }

    /// <summary>The version of a file is not that of a package, and a program is not the product whose name it has.</summary>
    [Theory]
    [InlineData("NuGet", "NLog", "app/NLog.dll", "MZ 4.7.0.22")]
    [InlineData("NuGet", "Akka", "app/Akka.dll", "MZ 1.4.0.0")]
    [InlineData("NuGet", "System.Drawing.Common", "app/System.Drawing.Common.dll", "MZ 4.700.22.51706")]
    [InlineData("NuGet", "Microsoft.Data.SqlClient", "app/Microsoft.Data.SqlClient.dll", "MZ 6.0.7.0")]
    [InlineData("Go", "php", "usr/bin/php", "\u007fELF php 7.0.0")]
    [InlineData("Go", "stdlib", "usr/local/go/VERSION", "go1.16.0")]
    [InlineData("Go", "github.com/docker/docker", "usr/bin/docker", "\u007fELF Docker version 19.03.0")]
    [InlineData("Debian:13", "busybox", "bin/busybox", "\u007fELF BusyBox v1.30.0")]
    public void A_name_and_a_version_are_not_guessed_from_a_file(string ecosystem, string package, string path, string content)
    {
        Know(ecosystem, package, "CVE-2026-1", "[, 99.0.0)");

        Findings($"FROM debian:13\n{Debian}\nCOPY . /\n  file /{path} text={content}").ShouldBeEmpty();
        Scan!.Scanned.ShouldBeEmpty();
    }

    /// <summary>A system fixes a library and keeps its version: only the advisories of the system judge it.</summary>
    [Theory]
    [InlineData("PyPI", "a", "/usr/lib/python3/dist-packages/a-2.28.1.dist-info/METADATA", "Name: a\\nVersion: 2.28.1\\n")]
    [InlineData("PyPI", "a", "/usr/lib/python3/dist-packages/a-2.28.1.egg-info/PKG-INFO", "Name: a\\nVersion: 2.28.1\\n")]
    [InlineData("PyPI", "a", "/usr/lib/python3/dist-packages/a-2.28.1.egg-info", "Name: a\\nVersion: 2.28.1\\n")]
    [InlineData(
        "RubyGems", "rack", "/usr/share/rubygems-integration/all/specifications/rack-2.2.6.gemspec",
        "Gem::Specification.new do |s|\\n  s.name = \"rack\"\\n  s.version = \"2.2.6\"\\nend\\n")]
    [InlineData(
        "npm", "semver", "/usr/share/nodejs/node_modules/semver/package.json",
        "{\"name\":\"semver\",\"version\":\"7.3.5\"}")]
    [InlineData(
        "Packagist", "monolog/monolog", "/usr/share/php/composer/installed.json",
        "[{\"name\":\"monolog/monolog\",\"version\":\"1.0.0\"}]")]
    public void A_library_that_the_system_installed_is_judged_by_the_system_alone(
        string ecosystem, string name, string path, string content)
    {
        Know(ecosystem, name, "GHSA-1", "[, 99.0.0)");
        Table.Know("Debian:13", "owner");
        var image = $"FROM debian:13\n{Debian}\n  file /var/lib/dpkg/status text={Dpkg("owner", "1.0-1")}\n  file {path} text={content}\n";

        Findings($"{image}  file /var/lib/dpkg/info/owner.list text=/.\\n{path}\\n").ShouldBeEmpty();
        Findings(image).ShouldHaveSingleItem().ShouldContain(" GHSA-1");
    }

    [Theory]
    [InlineData("linux-libc-dev", "linux")]
    [InlineData("linux-headers-6.12.0-amd64", "linux")]
    public void Headers_of_the_kernel_are_left_out_and_named(string package, string source)
    {
        Know("Debian:13", "linux", "CVE-2026-1", "[, 99)", AdvisorySeverity.Critical);

        Findings($"FROM debian:13\n{Debian}\n  file /var/lib/dpkg/status text={Dpkg(package, "6.12", source)}").ShouldBeEmpty();
        Scan!.OfKernel.ShouldBe([package]);
    }

    [Theory]
    [InlineData("unimportant")]
    [InlineData("disputed")]
    public void What_a_vendor_does_not_call_a_vulnerability_is_not_a_finding(string state)
    {
        Know("Debian:13", "a", "CVE-2026-1", "[, 2.0)", state: state);
        Know("npm", "b", "GHSA-1", "[, 2.0.0)", state: state);

        Findings($$"""
            FROM debian:13
            {{Debian}}
              file /var/lib/dpkg/status text={{Dpkg("a", "1")}}
            COPY . /app
              file /app/node_modules/b/package.json text={"name":"b","version":"1.0.0"}
            """).ShouldBeEmpty();
    }

    [Fact]
    public void A_package_with_documentation_alone_is_not_there()
    {
        Know("Debian:13", "a", "CVE-2026-1", "[, 2.0)");

        Findings($"""
            FROM debian:13
            {Debian}
              file /var/lib/dpkg/status text={Dpkg("a", "1")}
              file /var/lib/dpkg/info/a.list text=/usr/share/doc/a/copyright\n
            """).ShouldBeEmpty();
    }

    /// <summary>The slice <c>copyright</c> of chisel lists its package as a whole.</summary>
    [Theory]
    [InlineData("openssl_copyright", "/usr/share/doc/openssl/copyright", false)]
    [InlineData("openssl_bins", "/usr/bin/openssl", true)]
    public void A_slice_with_the_copyright_alone_is_not_its_package(string slice, string path, bool isThere)
    {
        var manifest = $$"""
            {"jsonwall":"1.0","schema":"1.0","count":3}
            {"kind":"content","slice":"{{slice}}","path":"{{path}}"}
            {"kind":"package","name":"openssl","version":"3.0.13-0ubuntu3","sha256":"","arch":"amd64"}
            {"kind":"slice","name":"{{slice}}"}
            """;
        using var compressor = new Compressor();
        var layer = new TarBuilder().File("etc/os-release", "ID=ubuntu\nVERSION_ID=\"24.04\"\n")
            .File("var/lib/chisel/manifest.wall", compressor.Wrap(Encoding.UTF8.GetBytes(manifest)).ToArray());

        var package = ImagePackages.Of(TestInspection.Image(layer.Build())).Packages.ShouldHaveSingleItem();

        PackageLookup.IsLeftOut(package).ShouldBe(!isThere);
    }
}
