using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// The packages of base images and of named images, with a real registry and a bucket of OSV on loopback: ContainerGuardUpdate locks
/// what is known of them, and a publish needs no network.
/// </summary>
public sealed class ImageScanTests(PublishedPackage package)
{
    private const string Release = "ID=debian\nVERSION_ID=\"13\"\n";

    [Fact]
    public async Task A_vulnerable_package_of_the_base_is_reported_at_FROM_offline_and_the_command_in_the_message_fixes_it()
    {
        await using var registry = await RegistryServer.StartAsync();
        await registry.PushAsync("base", "1", Base("3.5.1-1"));
        using var bucket = new OsvBucketServer().Vulnerable("Debian:13", "openssl", "CVE-2026-1", "3.5.2-1");
        using var workspace = package.NewRepository();
        var app = Scanned(workspace, bucket).Property("ContainerGuardScanBase", "error").Property("ContainerGuardPinning", "lock")
            .File("Dockerfile", $"FROM {registry.Authority}/base:1\nUSER 1654\nCOPY --chown=0:0 app /app\nENTRYPOINT [\"/app/app\"]\n");

        (await app.Target("ContainerGuardPin")).ShouldSucceed();
        (await app.Target("ContainerGuardUpdateAdvisories")).ShouldSucceed().Output.ShouldContain("CVE-2026-1 of openssl became known.");
        workspace.Read("containerguard.advisories.json").ShouldContain("\"Debian:13\"");
        var requests = bucket.Requests.Count;
        var result = await app.Publish("-p:ContainerGuardOffline=true");
        var again = await app.Publish("-p:ContainerGuardOffline=true");

        var error = result.ShouldFail().Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CG8056");
        (error.File, error.Line).ShouldBe((app.Combine("Dockerfile"), 1));
        error.Message.ShouldStartWith("'openssl' 3.5.1-1 (libssl3) of the base image has a known vulnerability (high according "
            + "to CVE: CVE-2026-1). "
            + "3.5.2-1 has the fix: run 'dotnet build -t:ContainerGuardUpdate', ");
        again.ShouldFail().Errors.Select(static one => one.Message).ShouldBe([error.Message]);
        bucket.Requests.Count.ShouldBe(requests);

        await registry.PushAsync("base", "1", Base("3.5.2-1"));
        (await app.Target("ContainerGuardUpdate")).ShouldSucceed();
        var updated = await app.Publish("-p:ContainerGuardOffline=true");
        updated.ShouldSucceed().Output.ShouldContain("2 packages of Debian:13 in ");
    }

    [Fact]
    public async Task A_named_image_is_scanned_with_the_data_of_today_if_nothing_is_locked()
    {
        await using var registry = await RegistryServer.StartAsync();
        await registry.PushAsync("app", "1", TestImage.Create(
            history: ["ADD file:1 in /", "COPY . /app # buildkit"],
            layers:
            [
                Layer("3.5.1-1"),
                TestImage.Layer(("app/node_modules/left-pad/package.json", """{ "name": "left-pad", "version": "1.0.0" }"""),
                    ("app/x-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: x\nVersion: 1.0\n")),
            ]));
        using var bucket = new OsvBucketServer().Vulnerable("Debian:13", "openssl", "CVE-2026-1", "3.5.2-1")
            .Vulnerable("npm", "left-pad", "GHSA-1", "1.3.0", severity: "CRITICAL");
        using var workspace = package.NewRepository();
        var app = Scanned(workspace, bucket);

        var result = await app.Target(
            "ContainerGuardScan", $"-p:ContainerGuardInspectImage={registry.Authority}/app:1", "-p:ContainerGuardErrorsOnBuild=true");

        result.ShouldFail().Errors.Select(static error => (error.Code, error.Message)).ShouldBe(
            [("CG8057", "'left-pad' 1.0.0 has a known vulnerability (critical according to GHSA: GHSA-1). Update it to 1.3.0.")]);
        result.Warnings.ShouldHaveSingleItem().Message.ShouldStartWith("'openssl' 3.5.1-1 (libssl3) has a known vulnerability ");
        result.Output.ShouldContain("2 packages of Debian:13 in ");
        result.Output.ShouldContain("1 package of PyPI in ");
    }

    [Fact]
    public async Task A_source_that_is_not_one_and_a_bucket_that_lies_are_one_diagnostic_each()
    {
        await using var registry = await RegistryServer.StartAsync();
        await registry.PushAsync("app", "1", Base("3.5.1-1"));
        using var bucket = new OsvBucketServer();
        bucket.Set("/Debian/all.zip", "<html>");
        using var workspace = package.NewRepository();
        var app = Scanned(workspace, bucket).Item("ContainerGuardAdvisorySource", "ftp://example.com/x");

        var result = await app.Target("ContainerGuardScan", $"-p:ContainerGuardInspectImage={registry.Authority}/app:1");

        result.Diagnostics.Select(static one => one.Code).Order().ShouldBe(["CG0003", "CG8054"]);
        result.Output.ShouldContain("2 packages of Debian:13 in ");
        result.Output.ShouldContain("Not scanned: ");
    }

    private static TestImage Base(string version) => TestImage.Create(
        config: """{"User":"1654"}""", history: ["ADD file:1 in /"], layers: [Layer(version)]);

    private static byte[] Layer(string version) => TestImage.Layer(
        ("etc/os-release", Release),
        ("var/lib/dpkg/status",
            $"Package: libssl3\nStatus: install ok installed\nArchitecture: amd64\nSource: openssl\nVersion: {version}\n\n"
            + "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nSource: glibc\nVersion: 2.41-1\n\n"));

    private static TestProject Scanned(TestWorkspace workspace, OsvBucketServer bucket) =>
        workspace.Console().Item("ContainerGuardAdvisorySource", bucket.Address, ("Type", "osv"))
            .Property("ContainerGuardCacheFolder", "../cache");
}
