using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>The scanner of a company: a real Trivy with a database of the test, on an image of a real registry.</summary>
public sealed class TrivyTests(PublishedPackage package) : RegistryTest
{
    [Fact]
    public async Task Findings_of_the_real_Trivy_are_at_FROM_and_at_the_instruction_that_brought_the_package()
    {
        var folder = TrivyFolder();
        var registry = await StartRegistry();
        byte[] system = Layer("libssl3"), step = Layer("libssl3", "curl");
        await registry.PushAsync("base", "1", Image(["ADD file:1 in /"], system));
        await registry.PushAsync("app", "1", Image(["ADD file:1 in /", "RUN /bin/sh -c apt-get install -y curl # buildkit"], system, step));
        using var workspace = package.NewRepository();
        var app = workspace.Console().Property("ContainerGuardCacheFolder", "../cache").Property("ContainerGuardScanner", "trivy")
            .File("Dockerfile", $"FROM {registry.Authority}/base:1\nRUN apt-get install -y curl\n")
            .Environment("PATH", $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}")
            .Environment("TRIVY_CACHE_DIR", workspace.Combine("trivy")).Environment("TRIVY_SKIP_DB_UPDATE", "true");
        new TrivyDatabase().Debian("13", "openssl", "CVE-2026-1001", "3.5.2-1", "HIGH")
            .Debian("13", "curl", "CVE-2026-1002", "9.0-1", "CRITICAL").Write(workspace.Combine("trivy"));
        (await app.Target("ContainerGuardPin")).ShouldSucceed();

        var result = await app.Target(
            "ContainerGuardScan", $"-p:ContainerGuardInspectImage={registry.Authority}/app:1", "-p:ContainerGuardErrorsOnBuild=true");

        result.ShouldFail();
        result.Diagnostics.Where(static one => one.Code.StartsWith("CG805", StringComparison.Ordinal))
            .Select(one => $"{one.Code} {Path.GetFileName(one.File)}({one.Line}): {one.Message}").Order().ShouldBe(
            [
                "CG8056 Dockerfile(1): 'libssl3' 3.5.1-1 of the base image has a known vulnerability (high according to trivy: "
                    + "CVE-2026-1001). "
                    + "3.5.2-1 has the fix: run 'dotnet build -t:ContainerGuardUpdate', or upgrade the package in a RUN until the image "
                    + "has it.",
                "CG8056 Dockerfile(2): 'curl' 3.5.1-1 has a known vulnerability (critical according to trivy: CVE-2026-1002). "
                    + "9.0-1 has the fix: "
                    + "build this step again without the build cache.",
            ]);
        result.Output.ShouldContain("with trivy: 2 are vulnerable.");

        Directory.Delete(workspace.Combine("trivy"), recursive: true);
        var broken = await app.Target("ContainerGuardScan", $"-p:ContainerGuardInspectImage={registry.Authority}/app:1");
        broken.ShouldFail().Errors.ShouldHaveSingleItem().Code.ShouldBe("CG8058");
    }

    /// <summary>The folder of the program that build/engine/install.sh installs; skips without it, and fails on CI.</summary>
    private static string TrivyFolder()
    {
        var home = Environment.GetEnvironmentVariable("CONTAINERGUARD_ENGINE_HOME") ?? Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME")
                ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "containerguard-engine");
        var folder = Path.Combine(home, "bin");
        if (File.Exists(Path.Combine(folder, "trivy"))) return folder;
        const string why = "This test needs the Trivy that build/engine/install.sh installs.";
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1") Assert.Fail(why);
        Assert.Skip(why);
        return folder;
    }

    private static TestImage Image(string[] history, params byte[][] layers) => TestImage.Create(history: history, layers: layers);

    /// <summary>A layer of Debian with these packages.</summary>
    private static byte[] Layer(params string[] packages) => TestImage.Layer(
        ("etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n"), ("etc/debian_version", "13.1\n"),
        ("var/lib/dpkg/status", string.Concat(packages.Select(static name =>
            $"Package: {name}\nStatus: install ok installed\nArchitecture: amd64\nMaintainer: x\n"
            + (name == "libssl3" ? "Source: openssl\n" : "") + "Version: 3.5.1-1\n\n"))));
}
