using ContainerGuard.Tests.Unit.Inspection;
using ContainerGuard.Tool;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary>The command <c>scan</c> with an image, and with a scanner of the machine.</summary>
public sealed class ScanCommandTests : IDisposable
{
    private const string Report = """
        { "SchemaVersion": 2, "Results": [{ "Class": "os-pkgs", "Vulnerabilities": [
          { "VulnerabilityID": "CVE-2026-1001", "PkgName": "openssl", "InstalledVersion": "3.5.1-1", "FixedVersion": "3.5.2-1",
            "Severity": "HIGH" }] }] }
        """;

    private readonly ToolRun _run = new();

    public ScanCommandTests()
    {
        _run.Write("Dockerfile", "FROM scratch\n");
        File.WriteAllBytes(Path.Combine(_run.Folder, "app.tar"), TarBuilder.DockerArchive(
            new TarBuilder().File("etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n").File(
                "var/lib/dpkg/status",
                "Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 3.5.1-1\n\n").Build()));
        _run.Environment["PATH"] = Path.Combine(_run.Folder, "bin");
        _run.Write("bin/trivy", $"#!/bin/sh\necho \"$@\" > arguments\ncat <<'END'\n{Report}\nEND\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                Path.Combine(_run.Folder, "bin", "trivy"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task An_image_is_scanned_by_the_scanner_of_the_machine()
    {
        var (code, text, _) = await _run.Run("scan", "--image", "docker-archive:app.tar", "--scanner", "trivy", "--offline");

        code.ShouldBe(ExitCode.Success);
        text.ShouldContain("warning CG8056: 'openssl' 3.5.1-1 has a known vulnerability (high according to trivy: CVE-2026-1001). ");
        text.ShouldContain("Scanned 'docker-archive:app.tar' with trivy: 1 is vulnerable.");
        _run.Read("arguments").ShouldContain("--offline-scan --skip-db-update");
        _run.Read("arguments").ShouldContain($"--input {Path.Combine(_run.Folder, "app.tar")}");
    }

    [Fact]
    public async Task A_finding_is_at_the_line_of_the_Dockerfile_and_the_severity_counts()
    {
        _run.Write("Dockerfile", "# base\nFROM debian:13\n");

        var (_, text, _) = await _run.Run(
            "scan", "--image", "docker-archive:app.tar", "--dockerfile", "Dockerfile", "--scanner", "trivy", "--severity", "critical");

        text.ShouldNotContain("warning CG8056");
        text.ShouldContain("1 is vulnerable");
    }

    [Fact]
    public async Task Without_a_scanner_the_image_is_compared_with_the_data_of_ContainerGuard()
    {
        var (code, text, _) = await _run.Run("scan", "--image", "docker-archive:app.tar", "--offline");

        code.ShouldBe(ExitCode.Success);
        text.ShouldContain("1 package of Debian:13 in 'docker-archive:app.tar', without data");
    }

    [Fact]
    public async Task A_scanner_that_fails_is_an_error()
    {
        var (code, text, _) = await _run.Run("scan", "--image", "docker-archive:app.tar", "--scanner", "no-such-scanner");

        code.ShouldBe(ExitCode.Findings);
        text.ShouldContain("error CG8058: 'docker-archive:app.tar' is not scanned by 'no-such-scanner'. It is not on the PATH");
    }

    [Theory]
    [InlineData("'--scanner' needs an image. Add '--image' with the image to scan.", "--scanner", "trivy")]
    [InlineData("'--dockerfile' needs an image. Add '--image' with the image to scan.", "--dockerfile", "Dockerfile")]
    [InlineData("'--image' scans one image, and no paths. Remove the paths, or '--image'.", "--image", "oci:app", "Dockerfile")]
    public async Task Options_that_do_not_go_together_are_an_error(string message, params string[] arguments)
    {
        var (code, _, error) = await _run.Run(["scan", .. arguments]);

        code.ShouldBe(ExitCode.Usage);
        error.ShouldContain(message);
    }
}
