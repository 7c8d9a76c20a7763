using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Inspection;
using ContainerGuard.Tests.Unit.Tasks;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>The task that scans an archive, with records in a folder of the user's own or with locked data.</summary>
public sealed class ScanImageTests : ScanTest
{
    private const string Record = """
        { "id": "CVE-2026-1", "modified": "2026-08-20T00:00:00Z", "database_specific": { "severity": "HIGH" },
          "affected": [{ "package": { "ecosystem": "Debian:13", "name": "openssl" },
                         "ranges": [{ "type": "ECOSYSTEM", "events": [{ "introduced": "0" }, { "fixed": "3.5.2-1" }] }] }] }
        """;

    [Fact]
    public void A_named_image_is_compared_with_the_records_of_a_folder_without_a_network()
    {
        Folder.Write("records/CVE-2026-1.json", Record);

        ScanArchive(static task => task.Sources = [new TaskItem("records")]).ShouldHaveSingleItem()
            .ShouldStartWith("warning CG8056 app.csproj 1 'openssl' 3.5.1-1 has a known vulnerability (high according to CVE: CVE-2026-1). "
                + "3.5.2-1 has the fix: upgrade the package in a RUN, or use a base image that contains this version.");
        Summary().ShouldContain("Scanned 1 package of Debian:13 in 'docker-archive:app.tar': 1 is vulnerable.");
        Summary().ShouldContain("of 2026-08-20");
        Summary().ShouldContain("Not scanned: 1 package of npm in 'docker-archive:app.tar', without data.");
    }

    [Fact]
    public void The_HTML_report_has_the_vulnerable_packages_below_the_layers_of_their_image()
    {
        Folder.Write("records/CVE-2026-1.json", Record);

        ScanArchive(static task => (task.Sources, task.Reports) = ([new TaskItem("records")], [new TaskItem("report.html")]));

        var report = File.ReadAllText(Folder.Combine("report.html"));
        var part = report[report.IndexOf("containerguard:begin containerguard-scan-image/app.csproj/", StringComparison.Ordinal)..];
        part.ShouldContain("1 warning in 1 image.");
        part.IndexOf("<h3>docker-archive:app.tar</h3>", StringComparison.Ordinal).ShouldBeLessThan(
            part.IndexOf("&#39;openssl&#39; 3.5.1-1 has a known vulnerability", StringComparison.Ordinal));
        part.ShouldContain("var/lib/dpkg/status <a href=\"#");
        part.ShouldContain("<td>1</td><td>unknown step</td>", Case.Sensitive, "the layer has one finding");
    }

    /// <summary>Each task replaces only its own part.</summary>
    [Theory]
    [InlineData("report.sarif")]
    [InlineData("report.json")]
    [InlineData("gl-code-quality-report.json")]
    [InlineData("junit.xml")]
    [InlineData("checkstyle.xml")]
    [InlineData("report.md")]
    [InlineData("report.html")]
    public void Every_format_has_the_findings_of_the_project_and_of_the_image(string name)
    {
        Assets.Direct("Contoso.Json", "1.0.0");
        Know("Contoso.Json", "GHSA-1", "[1.0.0, 2.0.0)");
        Table.Add(new ContainerGuard.Advisories.Advisory
        {
            Id = "CVE-2026-1", Ecosystem = "Debian:13", Package = "openssl",
            Severity = ContainerGuard.Advisories.AdvisorySeverity.High, SeveritySource = "Debian",
            Ranges = [new(null, true, "3.5.2-1", false)],
        });
        Run(task => task.Reports = [new TaskItem(name)]).ShouldHaveSingleItem();

        for (var time = 0; time < 2; time++)
        {
            ScanArchive(task => task.Reports = [new TaskItem(name)]).ShouldHaveSingleItem();
        }

        var report = File.ReadAllText(Folder.Combine(name));
        report.ShouldContain("Contoso.Json");
        report.ShouldContain("openssl");
        report.Split("has the fix").Length.ShouldBeLessThanOrEqualTo(3, "the second scan replaces the part of the first");
    }

    [Fact]
    public void An_archive_of_records_in_a_folder_counts_and_a_damaged_one_is_one_diagnostic()
    {
        Directory.CreateDirectory(Folder.Combine("records"));
        var zip = OsvBucketServer.Zip(("a.json", Record));
        File.WriteAllBytes(Folder.Combine("records", "all.zip"), zip);
        ScanArchive(static task => task.Sources = [new TaskItem("records")]).ShouldHaveSingleItem().ShouldContain("CVE-2026-1");

        File.WriteAllBytes(Folder.Combine("records", "all.zip"), zip[..^20]);
        ScanArchive(static task => task.Sources = [new TaskItem("records")]).ShouldHaveSingleItem().ShouldStartWith("warning CG8054 ");
        Summary().ShouldContain("Scanned nothing. ");
    }

    [Fact]
    public void Locked_data_gives_the_same_verdict_twice_and_no_source_is_asked()
    {
        using var bucket = new OsvBucketServer();
        Table.Add(new ContainerGuard.Advisories.Advisory
        {
            Id = "CVE-2026-1", Ecosystem = "Debian:13", Package = "openssl",
            Severity = ContainerGuard.Advisories.AdvisorySeverity.High, SeveritySource = "Debian",
            Ranges = [new(null, true, "3.5.2-1", false)],
        });
        WriteData();
        void Bucket(ScanImage task) => task.Sources = [Source(bucket)];

        var first = ScanArchive(Bucket).ShouldHaveSingleItem();

        ScanArchive(Bucket).ShouldHaveSingleItem().ShouldBe(first);
        bucket.Requests.ShouldBeEmpty();
        bucket.Vulnerable("npm", "left-pad", "GHSA-1", "2.0.0");
        ScanArchive(task => (task.Sources, task.Fresh) = ([Source(bucket)], true)).Count.ShouldBe(2);
    }

    [Fact]
    public void Offline_without_locked_data_nothing_is_asked_and_the_summary_says_what_is_missing()
    {
        using var bucket = new OsvBucketServer();

        ScanArchive(task => (task.Sources, task.Offline) = ([Source(bucket)], true)).ShouldBeEmpty();

        bucket.Requests.ShouldBeEmpty();
        Summary().ShouldContain("Not scanned: 1 package of Debian:13 in 'docker-archive:app.tar', without data; 1 package of npm in ");
    }

    [Fact]
    public void An_image_of_this_build_without_read_files_is_said_and_nothing_is_read()
    {
        ScanArchive(static task => task.IsBuilt = true).ShouldBeEmpty();
        Engine.Shown.ShouldNotContain(static text => text.Contains("Scanned ", StringComparison.Ordinal));
    }

    [Fact]
    public void An_exception_accepts_and_an_unused_one_is_reported()
    {
        Folder.Write("records/CVE-2026-1.json", Record);

        ScanArchive(static task => (task.Sources, task.Exceptions) = (
            [new TaskItem("records")],
            [
                Exception("CVE-2026-1", ("Package", "openssl"), ("Reason", "not reachable")),
                Exception("CVE-2026-2", ("Reason", "gone")),
            ])).ShouldHaveSingleItem().ShouldContain("The exception for CVE-2026-2 does not match a vulnerability of ");
    }

    [Theory]
    [InlineData("docker-archive:missing.tar", "CG0070")]
    [InlineData("sif:app", "CG0")]
    public void An_image_that_cannot_be_read_is_one_error(string image, string code)
    {
        ScanArchive(task => task.Image = image).ShouldHaveSingleItem().ShouldStartWith($"error {code}");
    }

    [Fact]
    public void A_file_of_packages_that_cannot_be_read_is_in_the_summary()
    {
        Folder.Write("records/CVE-2026-1.json", Record);

        ScanArchive(
            static task => task.Sources = [new TaskItem("records")],
            static layer => layer.File("app/node_modules/b/package.json", "{ \"name\": "));

        Summary().ShouldContain("the packages of 1 file ('app/node_modules/b/package.json' cannot be read as ");
    }

    private static TaskItem Source(OsvBucketServer bucket) => Exception(bucket.Address, ("Type", "osv"));

    private List<string> ScanArchive(Action<ScanImage>? change = null, Action<TarBuilder>? add = null)
    {
        if (!File.Exists(Folder.Combine("app.csproj"))) Folder.Write("app.csproj", Project);
        var last = new TarBuilder().File("app/node_modules/left-pad/package.json", """{ "name": "left-pad", "version": "1.0.0" }""");
        add?.Invoke(last);
        File.WriteAllBytes(Folder.Combine("app.tar"), TarBuilder.DockerArchive(
            new TarBuilder().File("etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n").File(
                "var/lib/dpkg/status",
                "Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.5.1-1\n\n").Build(),
            last.Build()));
        var before = Engine.Diagnostics.Count;
        var task = new ScanImage
        {
            BuildEngine = Engine, Common = CommonItems.Of(Folder.Combine("app.csproj")), Image = "docker-archive:app.tar",
            TargetFramework = "net10.0", ErrorsHold = true, CacheFolder = "none",
        };
        change?.Invoke(task);
        task.Execute();
        return [.. Engine.Diagnostics.Skip(before)];
    }
}
