using ContainerGuard.Advisories;
using ContainerGuard.Packages;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>The packages of an image: which are vulnerable, where the finding is, and who has to act.</summary>
public class ImageScanTests : ImageScanTest
{
    [Fact]
    public void A_package_of_the_base_is_reported_at_FROM_with_the_packages_of_its_source()
    {
        Know("Debian:13", "openssl", "CVE-2026-1", "[, 3.5.2-1)");

        Findings($"""
            FROM debian:13
            {Debian}
              file /var/lib/dpkg/status text={Dpkg("libssl3", "3.5.1-1", "openssl")}{Dpkg("openssl", "3.5.1-1")}
            COPY app /app
              file /app/run text=x
            """).ShouldBe(
        [
            "Warning CG8056 Dockerfile:1 'openssl' 3.5.1-1 (libssl3, openssl) of the base image has a known vulnerability (high "
                + "according to test: "
                + "CVE-2026-1). 3.5.2-1 has the fix: run 'dotnet build -t:ContainerGuardUpdate', or upgrade the package in a RUN until the "
                + "image has it.",
        ]);
        Scan!.Scanned["Debian:13"].ShouldBe(2);
    }

    [Fact]
    public void A_package_that_a_step_installed_is_reported_there_and_is_ours()
    {
        Know("Debian:13", "curl", "CVE-2026-2", "[, 8.14.2)");

        Findings($"""
            FROM debian:13
            {Debian}
              file /var/lib/dpkg/status text={Dpkg("libc6", "2.41", "glibc")}
            RUN apt-get install -y curl
              file /var/lib/dpkg/status text={Dpkg("libc6", "2.41", "glibc")}{Dpkg("curl", "8.14.1")}
            """).ShouldBe(
        [
            "Error CG8056 Dockerfile:4 'curl' 8.14.1 has a known vulnerability (high according to test: CVE-2026-2). 8.14.2 has "
                + "the fix: build this "
                + "step again without the build cache.",
        ]);
        Scan!.NotLookedAt.ShouldHaveSingleItem().ShouldBe(new("Debian:13", 1));
    }

    [Theory]
    [InlineData("npm", "left-pad", "/app/node_modules/left-pad/package.json", "{ \"name\": \"left-pad\", \"version\": \"1.0.0\" }")]
    [InlineData("PyPI", "requests", "/app/requests-1.0.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: requests\\nVersion: 1.0.0\\n")]
    [InlineData("RubyGems", "rack", "/usr/local/specifications/rack-1.0.0.gemspec",
        "Gem::Specification.new do |s|\\n  s.name = \"rack\"\\n  s.version = \"1.0.0\"\\nend\\n")]
    [InlineData("Packagist", "monolog/monolog", "/app/vendor/composer/installed.json",
        "{ \"packages\": [{ \"name\": \"monolog/monolog\", \"version\": \"1.0.0\" }] }")]
    public void A_library_of_the_application_is_reported_at_the_instruction_that_brought_it(
        string ecosystem, string package, string path, string text)
    {
        Know(ecosystem, package, "GHSA-1", "[, 1.2.0)", AdvisorySeverity.Critical);

        Findings($"FROM debian:13\n{Debian}\nCOPY . /app\n  file {path} text={text}").ShouldBe(
        [
            $"Error CG8057 Dockerfile:3 '{package}' 1.0.0 has a known vulnerability (critical according to test: GHSA-1). "
                + "Update it to 1.2.0.",
        ]);
    }

    [Fact]
    public void The_remedy_follows_from_what_the_tag_has_now()
    {
        Know("Debian:13", "a", "CVE-2026-1", "[, 2.0)");
        var image = $"FROM debian:13\n{Debian}\n  file /var/lib/dpkg/status text={Dpkg("a", "1.0")}";

        Findings(image, isCurrent: true).Single().ShouldEndWith(
            "2.0 has the fix, but the base image is not rebuilt with it. Wait for a new base image, or upgrade the package in a RUN.");
        Findings(image, newer: Deb("1.5")).Single().ShouldEndWith(
            "2.0 has the fix, but the current digest of the tag does not have it. Wait for a new base image, or upgrade the "
                + "package in a RUN.");
        Findings(image, newer: Deb("2.0")).Single().ShouldStartWith("Error CG8056 ");
        Findings(image, newer: Deb("2.0")).Single().ShouldEndWith(
            "The tag's current digest has the fix: run 'dotnet build -t:ContainerGuardUpdate'.");

        static Package Deb(string version) => new()
        {
            Type = PackageType.Deb, Name = "a", Version = version, Distribution = new Distribution("debian", "13"),
        };
    }

    [Fact]
    public void A_system_without_support_names_its_successors()
    {
        Know("Debian:10", "a", "CVE-2026-1", "[, 2.0)");

        Findings($"""
            FROM debian:10
              file /etc/os-release text=ID=debian\nVERSION_ID="10"\n
              file /var/lib/dpkg/status text={Dpkg("a", "1.0")}
            """).Single().ShouldContain("2.0 has the fix. Debian 10 is out of support: move to ");
    }

    [Fact]
    public void The_most_severe_is_first_what_has_no_fix_is_a_message_and_what_is_less_severe_too()
    {
        Know("Debian:13", "a", "CVE-2026-1", "[, )", AdvisorySeverity.Critical);
        Know("Debian:13", "b", "CVE-2026-2", "[, 2.0)", AdvisorySeverity.Low);
        Know("Debian:13", "c", "CVE-2026-3", "[, 2.0)", AdvisorySeverity.High);

        Findings($"FROM debian:13\n{Debian}\n  file /var/lib/dpkg/status text={Dpkg("a", "1")}{Dpkg("b", "1")}{Dpkg("c", "1")}")
            .Select(static finding => string.Join(' ', finding.Split(' ').Take(4)))
            .ShouldBe(["Message CG8056 Dockerfile:1 'a'", "Warning CG8056 Dockerfile:1 'c'", "Message CG8056 Dockerfile:1 'b'"]);
    }

    [Fact]
    public void Records_of_one_vulnerability_count_once_and_have_its_common_name()
    {
        Know("Debian:13", "a", "DEBIAN-CVE-2026-1", "[, 2.0)", aliases: ["CVE-2026-1"]);
        Know("Debian:13", "a", "DEBIAN-CVE-2026-2", "[, 2.0)", aliases: ["CVE-2026-2"]);
        Know("Debian:13", "a", "DSA-1", "[, 2.0)", aliases: ["CVE-2026-1", "CVE-2026-2"]);

        Findings($"FROM debian:13\n{Debian}\n  file /var/lib/dpkg/status text={Dpkg("a", "1")}").Single()
            .ShouldContain("has 2 known vulnerabilities (high according to test: CVE-2026-1, CVE-2026-2)");
    }

    [Fact]
    public void An_exception_and_a_comment_accept_a_finding()
    {
        Know("Debian:13", "a", "CVE-2026-1", "[, 2.0)");
        var image = $"FROM debian:13\n{Debian}\n  file /var/lib/dpkg/status text={Dpkg("a", "1")}";

        Findings("# containerguard ignore=CG8056\n" + image).ShouldBeEmpty();
        Exceptions = [new ImageException("CVE-2026-1", "not reachable") { Package = "a" }];
        Findings(image).ShouldBeEmpty();
        Exceptions[0].IsUsed.ShouldBeTrue();
        Exceptions = [new ImageException("CVE-2026-1", "not reachable") { Package = "b" }];
        Findings(image).ShouldHaveSingleItem();
    }

    /// <summary>The data of Azure Linux, Rocky Linux and openSUSE names sources, and that of AlmaLinux each package.</summary>
    [Theory]
    [InlineData("azurelinux", "3.0", "Azure Linux:3", "openssl")]
    [InlineData("mariner", "2.0.20220731", "Azure Linux:2", "openssl")]
    [InlineData("rocky", "9.4", "Rocky Linux:9", "openssl")]
    [InlineData("opensuse-leap", "15.6", "openSUSE:Leap 15.6", "openssl")]
    [InlineData("almalinux", "9.4", "AlmaLinux:9", "openssl-libs")]
    public void A_package_of_rpm_has_the_name_that_the_data_of_its_system_uses(string id, string version, string ecosystem, string name)
    {
        const string package = "openssl-libs\t3.0.1-1\t0\t0\t(none)\t(none)\t1\tx86_64\t0\topenssl-3.0.1-1.src.rpm\\n";
        Know(ecosystem, name, "CVE-2026-1", "[, 3.0.1-2)");

        Findings($"""
            FROM x
              file /etc/os-release text=ID={id}\nVERSION_ID="{version}"\n
              file /var/lib/rpmmanifest/container-manifest-2 text={package}
            """).ShouldHaveSingleItem().ShouldContain($"'{name}' 3.0.1-1");
    }

    [Fact]
    public void A_package_of_a_later_release_or_an_unknown_system_is_not_looked_at()
    {
        Know("Debian:13", "a", "CVE-2026-1", "[, 2.0)");

        Findings($"FROM x\n  file /etc/os-release text=ID=myos\\nVERSION_ID=1\\n\n  file /var/lib/dpkg/status text={Dpkg("a", "1")}")
            .ShouldBeEmpty();
        Scan!.NotLookedAt.ShouldHaveSingleItem().Key.ShouldBe("myos 1");
        Scan.Scanned.ShouldBeEmpty();
    }

    [Fact]
    public void The_runtime_of_an_image_is_judged_by_the_embedded_data_too()
    {
        var finding = Findings($"""
            FROM debian:13
            {Debian}
              file /usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.1/System.Private.CoreLib.dll text=x
            """).ShouldHaveSingleItem();

        finding.ShouldStartWith("Warning CG8051 Dockerfile:1 .NET 8.0.1 of the base image has ");
    }
}
