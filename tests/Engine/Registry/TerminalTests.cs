using System.Net;
using System.Net.Sockets;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>
/// What a person sees in a terminal, where .NET's terminal logger shows one message of each project: every target is heard, in a narrow
/// window and in a wide one, and a publish keeps the path of its folder.
/// </summary>
public sealed class TerminalTests(PublishedPackage package) : RegistryTest
{
    private const string Dockerfile = """
        FROM team/app:1.4-slim
        MAINTAINER team@example.com
        copy --chown=1000 bin /app
        USER 1000
        ENTRYPOINT ["/app/app"]

        """;

    public override ValueTask InitializeAsync()
    {
        if (Terminal.WhyMissing is { } why)
        {
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1") Assert.Fail($"This test needs a terminal: {why}");
            Assert.Skip($"This test needs a terminal: {why}");
        }

        return base.InitializeAsync();
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Every_target_over_a_Dockerfile_is_heard(int columns)
    {
        var registry = await StartRegistry();
        await registry.PushAsync("hub/team/app", "1.4-slim", Amd64);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("docker.io", $"{registry.Authority}/hub").File("Dockerfile", Dockerfile);

        Heard(await Run("ContainerGuardOutdated"), "No image is locked in");
        Heard(await Run("ContainerGuardPin"), "Wrote", "containerguard.lock.json", "Commit it");
        Heard(await Run("ContainerGuardPin"), "Every image is locked in", "containerguard.lock.json");
        Heard(await Run("ContainerGuardVerify"), "1 image in the registry matches");
        Heard(await Run("ContainerGuardOutdated"), "team/app:1.4-slim", "unchanged");
        Heard(await Run("ContainerGuardUpdate"), "has the current digest of its tag");
        await registry.PushAsync("hub/team/app", "1.4-slim", Arm64);
        Heard(
            await Run("ContainerGuardUpdate", "-p:ContainerGuardUpdateDryRun=true"), "Dry run: no file was changed.", "+ ",
            Arm64.Digest[..19]);
        Heard(await Run("ContainerGuardUpdate"), "team/app:1.4-slim", Arm64.Digest[..19]);
        Heard(
            await Run("ContainerGuardFix", "-p:ContainerGuardFixDryRun=true"), "would fix", "Dry run: no file was changed.",
            "-MAINTAINER team@example.com");
        app.Read("Dockerfile").ShouldBe(Dockerfile);
        Heard(await Run("ContainerGuardFix"), "Dockerfile: fixed CG1011", "line 3: CG1011");
        app.Read("Dockerfile").ShouldContain("COPY --chown=1000");
        Heard(
            await Run("ContainerGuardUpdateBaseline", "-p:ContainerGuardBaseline=known.json", "-p:ContainerGuardDryRun=true"),
            "+{", "Dry run: no file was changed.");
        Heard(await Run("ContainerGuardUpdateBaseline", "-p:ContainerGuardBaseline=known.json"), "findings are in", "known.json");
        Heard(await Run("ContainerGuardCheck", "-p:ContainerGuardBaseline=known.json"), "Dockerfile: no findings");
        Heard(await Run("ContainerGuardExplain", "-p:Rule=CG3001"), "CG3001");

        async Task<Screen> Run(string target, params string[] properties) =>
            (await app.InTerminal(columns, ["build", $"-t:{target}", .. properties])).ShouldSucceed();
    }

    [Fact]
    public async Task Every_target_is_heard_in_a_project_that_it_has_nothing_to_do_for()
    {
        using var workspace = package.NewRepository();
        var app = workspace.Console().Property("IsTestProject", "true");

        Heard(await Run("ContainerGuardCheck"), "The project does not have a Dockerfile to check.");
        Heard(await Run("ContainerGuardUpdateBaseline"), "The project does not have a Dockerfile, so it does not need a baseline.");
        Heard(await Run("ContainerGuardFix"), "The project does not have a Dockerfile to fix.");
        Heard(await Run("ContainerGuardPin"), "The project does not use an image that can be pinned.");
        Heard(await Run("ContainerGuardPin", "-p:ContainerGuardPinning=off"), "because ContainerGuardPinning is off");
        Heard(await Run("ContainerGuardGenerate"), "this is a test project (IsTestProject).");
        foreach (var target in (string[])["ContainerGuardUpdate", "ContainerGuardOutdated", "ContainerGuardVerify"])
        {
            Heard(await Run(target, "-p:ContainerGuardScanOnPublish=false"), "No image is locked in", "dotnet build -t:ContainerGuardPin");
        }

        var eject = (await app.InTerminal(80, "build", "--no-restore", "-t:ContainerGuardEject")).ShouldFail();
        eject.Joined.ShouldContain("CG0006: ContainerGuard does not generate a Dockerfile for this project: this is a test project");
        eject.Joined.Split("this is a test project").Length.ShouldBe(2, "once");
        (await app.InTerminal(80, "publish")).ShouldSucceed().Joined.ShouldNotContain("does not have a Dockerfile");

        async Task<Screen> Run(string target, params string[] properties) =>
            (await app.InTerminal(80, ["build", $"-t:{target}", .. properties])).ShouldSucceed();
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_publish_ends_with_one_report_of_all_that_happened_and_keeps_its_folder(int columns)
    {
        var registry = await StartRegistry();
        foreach (var (repository, tag) in ((string, string)[])[("mcr/dotnet/sdk", "10.0"),
            ("mcr/dotnet/aspnet", "10.0-noble-chiseled-extra")])
        {
            await registry.PushAsync(repository, tag, Index);
        }

        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");

        var screen = (await app.InTerminal(columns, "publish")).ShouldSucceed();

        Heard(
            screen, "Wrote", "containerguard.lock.json", "Commit it", "obj/container/Dockerfile (2 images pinned, no findings)",
            "docker buildx build -f", "of 'mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra'", "bin/Release/net10.0/publish/");
        screen.Joined.Split("docker buildx build -f").Length.ShouldBe(2, "once");

        Heard(
            (await app.InTerminal(columns, "build", "-t:ContainerGuardGenerate")).ShouldSucceed(),
            "obj/container/Dockerfile (2 images pinned, no findings)");
        Heard((await app.InTerminal(columns, "build", "-t:ContainerGuardEject")).ShouldSucceed(), "Dockerfile and its ignore file");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task A_build_shows_findings_and_what_will_fail_and_keeps_the_path_of_the_assembly(int columns)
    {
        using var workspace = package.NewRepository();
        var app = workspace.Console().File("Dockerfile", Dockerfile);

        var build = (await app.InTerminal(columns, "build")).ShouldSucceed();
        Heard(
            build, "succeeded with", "Dockerfile(1,6): warning CG2003", "in 'dotnet publish' and CI", "ContainerGuardUpdateBaseline",
            "bin/Debug/net10.0/app.dll");

        var publish = (await app.InTerminal(columns, "publish")).ShouldFail();
        Heard(publish, "failed with", "Dockerfile(1,6): error CG2003", "ContainerGuardFix", "ContainerGuardUpdateBaseline");

        // dotnet run builds quietly: it shows warnings, and no line of any project.
        Heard((await app.InTerminal(columns, "run")).ShouldSucceed(), "Dockerfile(1,6): warning CG2003", "Hello World!");
        Heard(
            await app.InTerminal(columns, static screen => screen.Contains("Hello World!", StringComparison.Ordinal), "watch"),
            "Hello World!");
    }

    [Fact]
    public async Task Work_that_takes_long_is_named_while_it_runs()
    {
        // A server that accepts and never answers.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/mcr");

        var screen =
            await app.InTerminal(100, static screen => screen.Contains("ContainerGuardPin (", StringComparison.Ordinal), "publish");

        screen.ExitCode.ShouldBeNull(screen.Text);
    }

    /// <summary>Whatever the width: a word that the terminal broke is read in one piece.</summary>
    private static void Heard(Screen screen, params string[] texts)
    {
        foreach (var text in texts) screen.Joined.ShouldContain(text, Case.Sensitive, screen.Text);
        screen.Joined.ShouldNotContain("MSB4");
    }
}
