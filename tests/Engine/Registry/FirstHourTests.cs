using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>
/// The first hour with the package, in a terminal of 100 columns: build and run stay green, a publish says what is wrong on one screen, and
/// two commands lead from red to green.
/// </summary>
public sealed class FirstHourTests(PublishedPackage package) : RegistryTest
{
    private const int Columns = 100;
    private const int MostLines = 30;

    /// <summary>Fifteen problems, as they stand in the Dockerfile of many a repository.</summary>
    private const string Old = """
        FROM node
        MAINTAINER team@example.com
        WORKDIR app
        ENV DB_PASSWORD=hunter2
        RUN apt-get update
        RUN apt-get install curl git
        RUN curl -k https://example.com/install.sh | sh
        COPY . .
        RUN npm install
        CMD npm start

        """;

    public override ValueTask InitializeAsync() =>
        Terminal.WhyMissing is null ? base.InitializeAsync() : throw new InvalidOperationException(Terminal.WhyMissing);

    [Fact]
    public async Task A_new_web_project_is_green_from_the_first_publish()
    {
        var registry = await Microsoft();
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");

        (await app.Build()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        var screen = (await app.InTerminal(Columns, "publish")).ShouldSucceed();

        OnOneScreen(screen);
        screen.Joined.ShouldContain("2 images pinned, no findings");
    }

    [Fact]
    public async Task Without_a_registry_a_new_web_project_is_told_each_way_out()
    {
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", "127.0.0.1:1/mcr");

        (await app.Build()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        var red = (await app.InTerminal(Columns, "publish")).ShouldFail();

        OnOneScreen(red);
        red.Joined.Split("CG0").Length.ShouldBe(2, red.Text);
        red.Joined.ShouldContain("<ContainerGuardPinning>prefer</ContainerGuardPinning>", Case.Sensitive, red.Text);
        red.Joined.ShouldContain("<ContainerGuardGenerateOnPublish>false</ContainerGuardGenerateOnPublish>", Case.Sensitive, red.Text);
        (await app.Publish("-p:ContainerGuardPinning=off")).ShouldSucceed();
    }

    [Fact]
    public async Task A_project_with_the_Dockerfile_of_Visual_Studio_is_pinned_by_one_command()
    {
        var registry = await Microsoft();
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr")
            .File("Dockerfile", VisualStudioFiles.Dockerfile).File(".dockerignore", VisualStudioFiles.IgnoreFile);

        (await app.Build("-p:TreatWarningsAsErrors=true")).ShouldSucceed().Errors.ShouldBeEmpty();
        var red = (await app.InTerminal(Columns, "publish")).ShouldFail();
        OnOneScreen(red);
        red.Joined.ShouldContain("dotnet build -t:ContainerGuardFix", Case.Sensitive, red.Text);

        (await app.Target("ContainerGuardFix")).ShouldSucceed();
        (await app.Publish()).ShouldSucceed();

        app.Read("Dockerfile").ShouldBe(VisualStudioFiles.Dockerfile
            .Replace("aspnet:10.0 ", $"aspnet:10.0@{Index.Digest} ", StringComparison.Ordinal)
            .Replace("sdk:10.0 ", $"sdk:10.0@{Index.Digest} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_solution_of_three_is_fixed_by_one_command_as_a_whole()
    {
        var registry = await Microsoft();
        using var workspace = package.NewRepository();
        var library = workspace.Library().ReferencesContainerGuard();
        var written = workspace.Web("written").Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr").References(library)
            .File("Dockerfile", VisualStudioFiles.Dockerfile
                .Replace("app.csproj", "written.csproj", StringComparison.Ordinal)
                .Replace("app.dll", "written.dll", StringComparison.Ordinal))
            .File(".dockerignore", VisualStudioFiles.IgnoreFile).Save();
        var generated = workspace.Web("generated").Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr").References(library).Save();
        workspace.Write("all.slnx", """
            <Solution>
              <Project Path="lib/lib.csproj" />
              <Project Path="written/written.csproj" />
              <Project Path="generated/generated.csproj" />
            </Solution>
            """);

        (await workspace.DotNet("build", "all.slnx")).ShouldSucceed().Errors.ShouldBeEmpty();
        (await workspace.DotNet("publish", "all.slnx")).ShouldFail();

        (await workspace.DotNet("build", "all.slnx", "-t:ContainerGuardFix")).ShouldSucceed();
        (await workspace.DotNet("publish", "all.slnx")).ShouldSucceed();

        written.Read("Dockerfile").ShouldContain($"sdk:10.0@{Index.Digest}");
        generated.Read("obj/container/Dockerfile").ShouldContain(Index.Digest);
    }

    [Fact]
    public async Task In_a_solution_with_the_package_in_one_project_the_command_names_that_project()
    {
        var registry = await Microsoft();
        using var workspace = package.NewRepository();
        var library = workspace.Library();
        workspace.Web("written").Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr").References(library)
            .File("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nUSER $APP_UID\nENTRYPOINT [\"/app/app\"]\n").Save();
        workspace.Write("all.slnx", """
            <Solution>
              <Project Path="lib/lib.csproj" />
              <Project Path="written/written.csproj" />
            </Solution>
            """);
        const string command = "build written/written.csproj -t:ContainerGuardFix";

        var red = (await workspace.DotNet("publish", "all.slnx")).ShouldFail();

        red.Output.ShouldContain($"automatically: dotnet {command}");
        red.Errors.Single(static error => error.Code == "CG2003").Message.ShouldContain($"Run 'dotnet {command}' to pin it.");
        (await workspace.DotNet(command.Split(' '))).ShouldSucceed();
        (await workspace.DotNet("publish", "all.slnx")).ShouldSucceed();
    }

    [Fact]
    public async Task An_old_repository_is_adopted_by_one_command()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("hub/library/node", "latest", Index);
        using var workspace = package.NewRepository();
        var app = workspace.Console().Mirror("docker.io", $"{registry.Authority}/hub").File("Dockerfile", Old)
            .File("package.json", """{ "name": "old", "version": "1.0.0", "scripts": { "start": "node server.js" } }""");

        (await app.Build()).ShouldSucceed().Errors.ShouldBeEmpty();
        (await app.DotNet("run")).ShouldSucceed().Output.ShouldContain("Hello World!");
        var red = (await app.InTerminal(Columns, "publish")).ShouldFail();
        OnOneScreen(red);
        red.Joined.ShouldContain("more findings: add -p:ContainerGuardLogLimit=0 to show all", Case.Sensitive, red.Text);
        (await app.Publish()).ShouldFail().Diagnostics.Count.ShouldBeGreaterThanOrEqualTo(15);
        red.Joined.ShouldContain("dotnet build -t:ContainerGuardUpdateBaseline", Case.Sensitive, red.Text);

        (await app.Target("ContainerGuardUpdateBaseline")).ShouldSucceed();
        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        (await app.Publish()).ShouldSucceed();
    }

    private static void OnOneScreen(Screen screen) => screen.Lines.Count.ShouldBeLessThanOrEqualTo(MostLines, screen.Text);

    private async Task<RegistryServer> Microsoft()
    {
        var registry = await StartRegistry();
        foreach (var (repository, tag) in ((string, string)[])[("mcr/dotnet/sdk", "10.0"), ("mcr/dotnet/aspnet", "10.0"),
            ("mcr/dotnet/aspnet", "10.0-noble-chiseled-extra")])
        {
            await registry.PushAsync(repository, tag, Index);
        }

        return registry;
    }
}
