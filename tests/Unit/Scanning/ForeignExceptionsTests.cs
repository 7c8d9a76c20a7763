using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>The files in which people accept vulnerabilities for other scanners.</summary>
public sealed class ForeignExceptionsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".trivyignore", "# accepted\nCVE-1 exp:2027-03-31\n\nGHSA-2 # why\nAVD-DS-0002\nnot an id\n")]
    [InlineData(".trivyignore.yaml", """
        vulnerabilities:
          - id: CVE-1
            expired_at: 2027-03-31
          - id: GHSA-2
            statement: not reachable
          - id: CVE-3
            paths: ["usr/lib/a"]
          - id: CVE-4
            purls: ["pkg:deb/debian/zlib@1.2"]
        """)]
    [InlineData("osv-scanner.toml", """
        [[IgnoredVulns]]
        id = "CVE-1"
        ignoreUntil = 2027-03-31
        [[IgnoredVulns]]
        id = "GHSA-2"
        reason = "not reachable"
        [[PackageOverrides]]
        name = "zlib"
        ecosystem = "Debian"
        ignore = true
        """)]
    [InlineData(".snyk", """
        version: v1.25.0
        ignore:
          CVE-1:
            - '*':
                reason: later
                expires: 2027-03-31T00:00:00.000Z
          GHSA-2:
            - '*':
                reason: never
          CVE-3:
            - 'A > B':
                reason: on this path only
        """)]
    public void A_file_accepts_identifiers_until_their_day(string name, string text)
    {
        _folder.Write(name, text);

        var found = Read().Found;

        found.Where(static one => one.Code is "CVE-1" or "GHSA-2").Select(static one => (one.Code, one.Expires, one.Package)).ShouldBe(
            [("CVE-1", new DateOnly(2027, 3, 31), null), ("GHSA-2", null, null)]);
        found.Select(static one => one.Code).Except(["CVE-1", "GHSA-2", "AVD-DS-0002"]).ShouldBeEmpty();
    }

    [Fact]
    public void Grype_accepts_an_identifier_a_package_or_both_and_not_what_another_selector_narrows()
    {
        _folder.Write(".grype.yaml", """
            ignore:
              - vulnerability: CVE-1
              - vulnerability: CVE-2
                package: { name: Contoso.Json, version: 1.0.0, type: dotnet }
              - package: { name: Legacy }
              - vulnerability: CVE-3
                fix-state: not-fixed
              - vulnerability: CVE-4
                package: { name: zlib, type: deb }
              - vulnerability: CVE-5
                package: { version: 1.0.0 }
            """);

        var found = Read().Found;

        found.Select(static one => $"{one.Code} {one.Package} {one.Version}")
            .ShouldBe(["CVE-1  ", "CVE-2 Contoso.Json 1.0.0", "CG8050 Legacy "]);
        Accepts(found[1], "CVE-2", "contoso.json", "1.0.0").ShouldBeTrue();
        Accepts(found[1], "CVE-2", "contoso.json", "1.0.1").ShouldBeFalse();
        Accepts(found[2], "CVE-9", "legacy", "2.0.0").ShouldBeTrue();
        Accepts(found[2], "CVE-9", "other", "2.0.0").ShouldBeFalse();
    }

    [Fact]
    public void The_statements_of_OpenVEX_count_where_the_product_is_not_affected()
    {
        var path = _folder.Write("app.openvex.json", """
            {
              "@context": "https://openvex.dev/ns/v0.2.0",
              "statements": [
                {
                  "vulnerability": { "name": "CVE-1", "aliases": ["GHSA-1"] },
                  "products": [{ "@id": "pkg:oci/app", "subcomponents": [{ "@id": "pkg:nuget/Contoso.Json@1.0.0" }] }],
                  "status": "not_affected", "justification": "vulnerable_code_not_in_execute_path"
                },
                { "vulnerability": { "name": "CVE-2" }, "products": [{ "@id": "pkg:oci/app" }], "status": "affected" }
              ]
            }
            """);

        var found = Vex(path);

        found.Select(static one => $"{one.Code} {one.Package} {one.Version} {one.Reason}").ShouldBe([
            "CVE-1 Contoso.Json 1.0.0 vulnerable_code_not_in_execute_path",
            "GHSA-1 Contoso.Json 1.0.0 vulnerable_code_not_in_execute_path"]);
    }

    [Theory]
    [InlineData("CVE-2024-43485", true)]
    [InlineData("dotnet/announcements#384", true)]
    [InlineData("CG8050", true)]
    [InlineData("CG8007", false)]
    [InlineData("dotnet/announcements#", false)]
    [InlineData("", false)]
    public void What_a_message_names_can_be_accepted(string code, bool isCovered) => ScanCodes.Covers(code).ShouldBe(isCovered);

    [Fact]
    public void The_analysis_of_CycloneDX_counts_where_it_is_not_affected()
    {
        var path = _folder.Write("vex.cdx.json", """
            {
              "bomFormat": "CycloneDX",
              "vulnerabilities": [
                {
                  "id": "CVE-1", "analysis": { "state": "not_affected", "detail": "not used" },
                  "affects": [{ "ref": "pkg:nuget/A@1.0.0" }]
                },
                { "id": "CVE-2", "analysis": { "state": "exploitable" } },
                { "id": "CVE-3", "analysis": { "state": "false_positive" } }
              ]
            }
            """);

        Vex(path).Select(static one => $"{one.Code} {one.Package}").ShouldBe(["CVE-1 A", "CVE-3 "]);
    }

    [Theory]
    [InlineData(".trivyignore.yaml", "a: [1\nb: 2")]
    [InlineData(".grype.yaml", "*unknown")]
    [InlineData("osv-scanner.toml", "[[IgnoredVulns\n")]
    public void A_damaged_file_accepts_nothing_and_has_one_problem(string name, string text)
    {
        _folder.Write(name, text);

        var read = Read();

        read.Found.ShouldBeEmpty();
        read.Problems.ShouldHaveSingleItem().File.ShouldEndWith(name);
    }

    [Fact]
    public void A_document_over_the_limit_accepts_nothing_and_has_one_problem()
    {
        var path = _folder.Write("large.vex.json", "{}" + new string(' ', 4 << 20));
        var read = new ForeignExceptions(PhysicalFileSystem.Instance);

        read.ReadVex(path);

        read.Problems.ShouldHaveSingleItem().Problem.Message.ShouldBe("it is larger than 4 MiB");
    }

    private static bool Accepts(ImageException exception, string id, string package, string version) =>
        exception.AcceptsVulnerability(ScanCodes.VulnerablePackage, [id], package, version);

    private ForeignExceptions Read()
    {
        var read = new ForeignExceptions(PhysicalFileSystem.Instance);
        read.ReadFolder(_folder.Path);
        return read;
    }

    private static IReadOnlyList<ImageException> Vex(string path)
    {
        var read = new ForeignExceptions(PhysicalFileSystem.Instance);
        read.ReadVex(path);
        return read.Found;
    }
}
