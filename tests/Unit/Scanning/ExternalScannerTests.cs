using ContainerGuard.Tests.Unit.Inspection;
using ContainerGuard.Tests.Unit.Tasks;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>A scanner of the machine: scripts on the PATH that print the reports of Trivy and SARIF of other scanners.</summary>
public sealed class ExternalScannerTests : ScanTest
{
    private const string Trivy = """
        { "SchemaVersion": 2, "Results": [
          { "Class": "os-pkgs", "Vulnerabilities": [
            { "VulnerabilityID": "CVE-2026-1001", "PkgName": "openssl", "InstalledVersion": "3.5.1-1", "FixedVersion": "3.5.2-1",
              "Severity": "HIGH" },
            { "VulnerabilityID": "CVE-2026-1002", "PkgName": "openssl", "InstalledVersion": "3.5.1-1", "Severity": "LOW" }] },
          { "Class": "lang-pkgs", "Vulnerabilities": [
            { "VulnerabilityID": "CVE-2026-1003", "VendorIDs": ["GHSA-2222-3333-4444"], "PkgName": "left-pad", "InstalledVersion": "1.0.0",
              "FixedVersion": "0.9.1, 1.3.0", "Severity": "CRITICAL" }] },
          { "Class": "secret", "Secrets": [{ "RuleID": "aws" }] }] }
        """;

    public static TheoryData<string, string> Failures => new()
    {
        { "echo broken; exit 0", "The output of the scanner is not valid: it is not JSON." },
        { "echo '[]'", "The output of the scanner is not valid: it is not a JSON report of Trivy." },
        { "echo start >&2; echo 'FATAL no database' >&2; exit 1", "The scanner ended with the exit code 1: FATAL no database." },
        { "exit 3", "The scanner ended with the exit code 3." },
    };

    [Fact]
    public void Findings_of_Trivy_have_our_codes_the_threshold_and_the_fix()
    {
        Program("trivy", $"echo \"$@\" > arguments\ncat <<'END'\n{Trivy}\nEND\n");

        ScanWith("trivy").ShouldBe(
        [
            "error CG8057 app.csproj 1 'left-pad' 1.0.0 has a known vulnerability (critical according to trivy: CVE-2026-1003). "
                + "Update it to 1.3.0.",
            "warning CG8056 app.csproj 1 'openssl' 3.5.1-1 has 2 known vulnerabilities (high according to trivy: CVE-2026-1001, "
                + "CVE-2026-1002). "
                + "3.5.2-1 has the fix: upgrade the package in a RUN, or use a base image that contains this version.",
        ], ignoreOrder: true);
        Said().ShouldContain("with trivy: 2 are vulnerable. 1 results without a vulnerability are not reported.");
        File.ReadAllText(Folder.Combine("arguments")).Trim().ShouldBe(
            $"image --quiet --scanners vuln --format json --input {Folder.Combine("app.tar")}");
    }

    [Fact]
    public void Offline_Trivy_does_not_get_its_database()
    {
        Program("trivy", "echo \"$@\" > arguments; echo '{ \"SchemaVersion\": 2 }'");

        ScanWith("trivy", static task => task.Offline = true).ShouldBeEmpty();

        File.ReadAllText(Folder.Combine("arguments")).ShouldContain("--offline-scan --skip-db-update");
        Said().ShouldContain("with trivy: no known vulnerability.");
    }

    [Fact]
    public void An_exception_accepts_a_finding_by_any_of_its_identifiers()
    {
        Program("trivy", $"cat <<'END'\n{Trivy}\nEND\n");

        ScanWith("trivy", static task => task.Exceptions =
        [
            Exception("GHSA-2222-3333-4444", ("Reason", "not reachable")),
            Exception("CG8056", ("Package", "openssl"), ("Reason", "accepted")),
        ]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""
        "results": [{ "ruleId": "CVE-2026-1001-openssl", "level": "error", "message": { "text": "A high vulnerability" } }],
        "tool": { "driver": { "name": "x", "rules": [{ "id": "CVE-2026-1001-openssl",
          "properties": { "security-severity": "9.8", "purls": ["pkg:deb/debian/openssl@3.5.1-1?arch=amd64"] } }] } }
        """, "critical according to scan: CVE-2026-1001). No version has a fix.")]
    [InlineData("""
        "results": [{ "ruleId": "CVE-2026-1001", "level": "error", "message": { "text":
          "Package: openssl\nInstalled Version: 3.5.1-1\nVulnerability CVE-2026-1001\nFixed Version: 3.5.2-1\n" } }]
        """, "high according to scan: CVE-2026-1001). 3.5.2-1 has the fix")]
    [InlineData("""
        "results": [{ "ruleId": "X-1", "message": { "text": "GHSA-2222-3333-4444" }, "properties": {
          "packageName": "openssl", "installedVersion": "3.5.1-1", "fixedVersion": "3.5.2-1", "severity": "high" } }]
        """, "high according to scan: GHSA-2222-3333-4444). 3.5.2-1 has the fix")]
    public void The_package_in_SARIF_is_found_where_scanners_write_it(string run, string expected)
    {
        Program("scan", $$"""
            echo "$@" > arguments
            cat <<'END'
            { "version": "2.1.0", "runs": [{ {{run}} }] }
            END
            exit 2
            """);

        var finding = ScanWith("scan --image={image} --sarif", static task => task.Unfixed = "warn").ShouldHaveSingleItem();

        finding.ShouldStartWith("warning CG8056 app.csproj 1 'openssl' 3.5.1-1 has a known vulnerability (");
        finding.ShouldContain(expected);
        File.ReadAllText(Folder.Combine("arguments")).Trim().ShouldBe($"--image={Folder.Combine("app.tar")} --sarif");
    }

    [Fact]
    public void A_result_that_is_suppressed_or_names_no_vulnerability_is_not_a_finding()
    {
        Program("scan", """
            cat <<'END'
            { "runs": [{ "results": [
              { "ruleId": "CVE-2026-1001", "suppressions": [{ "kind": "external" }], "message": { "text": "Package: openssl" } },
              { "ruleId": "secret", "message": { "text": "A key" } }] }] }
            END
            """);

        ScanWith("scan").ShouldBeEmpty();
        Said().ShouldContain("with scan: no known vulnerability. 1 results without a vulnerability are not reported.");
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_scanner_that_fails_is_one_error(string script, string reason)
    {
        Program("trivy", script);

        ScanWith("trivy").ShouldHaveSingleItem().ShouldBe(
            $"error CG8058 app.csproj 1 'docker-archive:app.tar' is not scanned by 'trivy'. {reason} Correct ContainerGuardScanner, "
                + "or remove it.");
    }

    [Fact]
    public void A_scanner_is_never_downloaded_nor_named_by_a_path()
    {
        ScanWith("no-such-scanner").ShouldHaveSingleItem().ShouldContain("It is not on the PATH, and ContainerGuard does not download it.");
        ScanWith("./scan").ShouldHaveSingleItem().ShouldStartWith("error CG0003 ");
    }

    private string Said() => string.Join('\n', Engine.Shown);

    private void Program(string name, string script)
    {
        var path = Folder.Write($"bin/{name}", $"#!/bin/sh\n{script}\n");
        if (OperatingSystem.IsWindows()) return;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private List<string> ScanWith(string scanner, Action<ScanImage>? change = null)
    {
        if (!File.Exists(Folder.Combine("app.csproj"))) Folder.Write("app.csproj", Project);
        File.WriteAllBytes(Folder.Combine("app.tar"), TarBuilder.DockerArchive(
            new TarBuilder().File("etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n").File(
                "var/lib/dpkg/status",
                "Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.5.1-1\n\n").Build(),
            new TarBuilder().File("app/node_modules/left-pad/package.json", """{ "name": "left-pad", "version": "1.0.0" }""").Build()));
        var before = Engine.Diagnostics.Count;
        var task = new ScanImage
        {
            BuildEngine = Engine, Common = CommonItems.Of(Folder.Combine("app.csproj")), Image = "docker-archive:app.tar",
            TargetFramework = "net10.0", ErrorsHold = true, CacheFolder = "none", Scanner = scanner,
            Variables = name => name == "PATH" ? Folder.Combine("bin") : null,
        };
        change?.Invoke(task);
        task.Execute();
        return [.. Engine.Diagnostics.Skip(before)];
    }
}
