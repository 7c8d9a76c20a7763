using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The comparison of base images with a real registry and a bucket of OSV on loopback.</summary>
public sealed class BasesTests(PublishedPackage package)
{
    private const string Debian = "ID=debian\nVERSION_ID=\"13\"\nVERSION_CODENAME=trixie\n";

    [Fact]
    public async Task The_base_at_FROM_is_compared_with_its_newer_digest_its_newer_tags_and_its_variants()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var bucket = Bucket();
        using var workspace = package.NewRepository();
        var app = await Locked(registry, workspace, bucket);
        await registry.PushAsync("base", "1.0", Base("3.5.2-1"));
        await registry.PushAsync("base", "1.1", Base("3.5.2-1"));
        await registry.PushAsync("base", "1.0-alpine", Alpine());

        var result = (await app.Target("ContainerGuardBases", "-p:ContainerGuardBasesJson=bases.json")).ShouldSucceed();

        result.Diagnostics.ShouldBeEmpty();
        result.Output.ShouldContain($"Instead of '{registry.Authority}/base:1.0' in Dockerfile(1), with the known vulnerabilities");
        result.Output.ShouldMatch(@"1\.0@sha256:\w+… +now +1 +0 +0 +0 +0 +- ");
        result.Output.ShouldMatch(@"1\.0@sha256:\w+… +newer digest +0 +0 +0 +0 +0 +1 ");
        result.Output.ShouldMatch(@"1\.1 +minor +0 +0 +0 +0 +0 +1 ");
        result.Output.ShouldMatch(@"1\.0-alpine +variant +\? +\? +\? +\? +\? +\? +\d+ bytes +not known: no data of Alpine:v3\.23, musl");
        result.Output.ShouldContain("The tag's newer digest fixes 1 vulnerability. Run ");
        using var json = JsonDocument.Parse(app.Read("bases.json"));
        json.RootElement.GetProperty("bases")[0].GetProperty("options").EnumerateArray()
            .Select(static option => option.GetProperty("change").GetString()).ShouldBe(["digest", "minor", "variant"]);
    }

    [Fact]
    public async Task An_image_of_an_item_is_compared_without_a_Dockerfile_and_offline_asks_nobody()
    {
        await using var registry = await RegistryServer.StartAsync();
        await registry.PushAsync("base", "1.0", Base("3.5.1-1"));
        using var bucket = Bucket();
        using var workspace = package.NewRepository();
        var app = Compared(workspace, bucket).Item("ContainerGuardImage", $"{registry.Authority}/base:1.0");

        (await app.Target("ContainerGuardBases")).ShouldSucceed().Output.ShouldContain(
            "The registry has no newer digest, no newer tag and no other variant of it.");
        (await app.Target("ContainerGuardBases", "-p:ContainerGuardOffline=true")).ShouldFail().Errors.Single().Code.ShouldBe("CG0023");
        await registry.DisposeAsync();
        (await app.Target("ContainerGuardBases")).ShouldFail().Errors.Single().Code.ShouldBe("CG0010");
    }

    [Fact]
    public async Task The_base_of_a_generated_Dockerfile_is_compared_and_the_file_is_generated_for_it()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var bucket = Bucket();
        using var workspace = package.NewRepository();
        await registry.PushAsync("mcr/dotnet/sdk", "10.0", Image(("bin/sh", "")));
        await registry.PushAsync("base", "1.0", Base("3.5.1-1"));
        await registry.PushAsync("base", "1.1", Base("3.5.2-1"));
        var app = Compared(workspace, bucket).Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr")
            .Property("ContainerBaseImage", $"{registry.Authority}/base:1.0");
        (await app.Target("ContainerGuardPin")).ShouldSucceed();
        await registry.PushAsync("base", "1.0", Base("3.5.2-1"));
        File.Exists(app.GeneratedDockerfile).ShouldBeFalse();

        var result = (await app.Target("ContainerGuardBases")).ShouldSucceed();

        File.Exists(app.GeneratedDockerfile).ShouldBeTrue();
        ShouldCompare(result, $"{registry.Authority}/base:1.0", "1.0");
        result.Output.ShouldMatch(@"1\.1 +minor +0 +0 +0 +0 +0 +1 ");
    }

    [Fact]
    public async Task The_base_that_the_SDK_chooses_for_PublishContainer_is_compared()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var bucket = Bucket();
        using var workspace = package.NewRepository();
        await registry.PushAsync("mcr/dotnet/runtime", "10.0", Base("3.5.1-1"));
        await registry.PushAsync("mcr/dotnet/runtime", "10.0-alpine", Alpine());
        var app = Compared(workspace, bucket).Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr")
            .Property("EnableSdkContainerSupport", "true").Property("ContainerGuardGenerateOnPublish", "false");
        (await app.Target("ContainerGuardPinContainer")).ShouldSucceed();
        await registry.PushAsync("mcr/dotnet/runtime", "10.0", Base("3.5.2-1"));

        var result = (await app.Target("ContainerGuardBases")).ShouldSucceed();

        File.Exists(app.GeneratedDockerfile).ShouldBeFalse();
        ShouldCompare(result, "mcr.microsoft.com/dotnet/runtime:10.0", "10.0");
        result.Output.ShouldMatch(@"10\.0-alpine +variant ");
    }

    private static void ShouldCompare(CommandResult result, string image, string tag)
    {
        result.Diagnostics.ShouldBeEmpty();
        result.Output.ShouldContain($"Instead of '{image}' in app.csproj, with the known vulnerabilities");
        result.Output.ShouldMatch($@"{Regex.Escape(tag)}@sha256:\w+… +now +1 +0 +0 +0 +0 +- ");
        result.Output.ShouldMatch($@"{Regex.Escape(tag)}@sha256:\w+… +newer digest +0 +0 +0 +0 +0 +1 ");
        result.Output.ShouldContain("The tag's newer digest fixes 1 vulnerability. Run ");
    }

    [Fact]
    public async Task A_moved_tag_is_reported_with_the_packages_that_differ_and_what_they_fix()
    {
        await using var registry = await RegistryServer.StartAsync();
        using var bucket = Bucket();
        using var workspace = package.NewRepository();
        var app = await Locked(registry, workspace, bucket);
        (await app.Target("ContainerGuardUpdateAdvisories")).ShouldSucceed();
        await registry.PushAsync("base", "1.0", Base("3.5.2-1"));

        var result = (await app.Target("ContainerGuardOutdated", "-p:ContainerGuardOutdatedJson=outdated.json")).ShouldSucceed();

        var moved = result.Diagnostics.ShouldHaveSingleItem();
        moved.Code.ShouldBe("CG0040");
        moved.Message.ShouldContain(". Changed packages: openssl 3.5.1-1 to 3.5.2-1. Fixed: CVE-2026-1. Run ");
        using var json = JsonDocument.Parse(app.Read("outdated.json"));
        var image = json.RootElement.GetProperty("images")[0];
        image.GetProperty("packages")[0].GetProperty("to").GetString().ShouldBe("3.5.2-1");
        image.GetProperty("fixes")[0].GetString().ShouldBe("CVE-2026-1");
    }

    private static OsvBucketServer Bucket() =>
        new OsvBucketServer().Vulnerable("Debian:13", "openssl", "CVE-2026-1", "3.5.2-1", severity: "CRITICAL");

    private static async Task<TestProject> Locked(RegistryServer registry, TestWorkspace workspace, OsvBucketServer bucket)
    {
        await registry.PushAsync("base", "1.0", Base("3.5.1-1"));
        var app = Compared(workspace, bucket).Property("ContainerGuardPinning", "lock")
            .File("Dockerfile", $"FROM {registry.Authority}/base:1.0\nUSER 1654\nCOPY --chown=0:0 app /app\nENTRYPOINT [\"/app/app\"]\n");
        (await app.Target("ContainerGuardPin")).ShouldSucceed();
        return app;
    }

    private static TestImage Base(string version) => Image(
        ("etc/os-release", Debian),
        ("var/lib/dpkg/status", $"Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: {version}\n\n"));

    private static TestImage Alpine() => Image(
        ("etc/os-release", "ID=alpine\nVERSION_ID=3.23.1\n"), ("lib/apk/db/installed", "P:openssl\nV:3.5.1-r0\nA:x86_64\no:openssl\n\n"));

    private static TestImage Image(params (string, string)[] files) => TestImage.Create(
        config: """{"User":"1654"}""", history: ["ADD file:1 in /"], layers: [TestImage.Layer(files)]);

    private static TestProject Compared(TestWorkspace workspace, OsvBucketServer bucket) =>
        workspace.Console().Item("ContainerGuardAdvisorySource", bucket.Address, ("Type", "osv"))
            .Property("ContainerGuardCacheFolder", "../cache");
}
