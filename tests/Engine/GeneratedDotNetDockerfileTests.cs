using ContainerGuard.Building;
using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>What the generator writes, built and run for real; the package and MSBuild are left out of it.</summary>
public sealed class GeneratedDotNetDockerfileTests(DockerEngine engine) : EngineTest(engine)
{
    [Fact]
    public async Task A_web_project_with_references_and_a_feed_outside_its_context_builds_serves_and_restores_once()
    {
        using var folder = new TemporaryDirectory("Grüße an alle");
        await WriteRepository(folder, feed: "../feed");
        var generated = await Generate(folder);

        (await Engine.BuildCheck(generated.Context, generated.Dockerfile)).ShouldSucceed();
        await using (var image = await Engine.BuildAsTold(folder.Path, generated.Command))
        {
            await using var container = await image.Run("--read-only", "--tmpfs=/tmp", "--cap-drop=ALL");
            (await container.Get()).ShouldBe(new HttpAnswer(200, "Hello from the library and the package!"));
            (await container.UserId()).ShouldBe(AppUser);
            var (exitCode, duration) = await container.Stop();
            exitCode.ShouldBe(0);
            duration.ShouldBeLessThan(TimeSpan.FromSeconds(2));

            foreach (var (path, file) in await image.Files())
            {
                if (path.StartsWith("/app", StringComparison.Ordinal)) file.IsWritableBy(AppUser, AppUser).ShouldBeFalse(path);
            }
        }

        folder.Write("repo/src/My Api/Program.cs", Program.Replace("Hello", $"Goodbye {Guid.NewGuid()}", StringComparison.Ordinal));
        await using (var edited = await Engine.BuildAsTold(folder.Path, generated.Command))
        {
            edited.StepOutput("dotnet restore").ShouldContain("CACHED");
            edited.StepOutput("dotnet publish").ShouldNotContain("CACHED");
            await using var container = await edited.Run();
            (await container.Get()).Body.ShouldStartWith("Goodbye");
        }
    }

    [Fact]
    public async Task Credentials_reach_restore_as_a_secret_and_no_layer()
    {
        using var folder = new TemporaryDirectory();
        await WriteRepository(folder, feed: "packages", credentials: """
            <packageSourceCredentials><corp><add key="Username" value="me" /><add key="ClearTextPassword" value="correct-horse" /></corp></packageSourceCredentials>
            """);
        var generated = await Generate(folder);

        await using var build = await Engine.BuildAsTold(folder.Path, generated.Command + " --target build --no-cache");

        (await build.Files()).Keys.ShouldNotContain("/src/nuget.config");
        (await build.History()).ShouldNotContain("correct-horse");
        generated.Command.ShouldContain("--secret id=nuget-config,src=");
    }

    [Fact]
    public async Task What_restore_reads_from_very_many_folders_is_gathered_and_restore_still_runs_once()
    {
        using var folder = new TemporaryDirectory();
        folder.Write("repo/.git/HEAD", "");
        foreach (var number in Enumerable.Range(0, 50)) folder.Write($"repo/eng/{number}/x.props", "<Project />");
        var imports = string.Concat(Enumerable.Range(0, 50).Select(number => $"<Import Project=\"../../eng/{number}/x.props\" />"));
        folder.Write("repo/nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>");
        folder.Write("repo/src/My Api/My.Api.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{imports}</Project>
            """);
        folder.Write("repo/src/My Api/Program.cs", "System.Console.WriteLine(1);");
        var generated = await Generate(folder);
        File.ReadAllText(generated.Dockerfile).ShouldContain(" AS restore-inputs\n");

        await using var first = await Engine.BuildAsTold(folder.Path, generated.Command);
        // Words that no earlier run has built: the engine's cache outlives a test run.
        var words = $"{Guid.NewGuid()}";
        folder.Write("repo/src/My Api/Program.cs", $"System.Console.WriteLine(\"{words}\");");
        await using var edited = await Engine.BuildAsTold(folder.Path, generated.Command);

        edited.StepOutput("cp --parents").ShouldNotContain("CACHED");
        edited.StepOutput("dotnet restore").ShouldContain("CACHED");
        await using var container = await edited.Run();
        (await container.Wait()).ShouldBe(0);
        (await container.Logs()).Trim().ShouldBe(words);
    }

    private const string Program = """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => "Hello from " + Library.Name + " and " + Corp.Text.Name + "!");
        app.Run();
        """;

    private static async Task WriteRepository(TemporaryDirectory folder, string feed, string credentials = "")
    {
        const string Classes = """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """;
        folder.Write("package/Corp.Text.csproj", Classes);
        folder.Write("package/Text.cs", "namespace Corp; public static class Text { public static string Name => \"the package\"; }");
        (await DotNetCli.RunAsync(folder.Combine("package"), ["pack", "-o", folder.Combine("repo", feed)])).ShouldSucceed();

        folder.Write("repo/.git/HEAD", "");
        folder.Write("repo/nuget.config", $"""
            <configuration>
              <packageSources><clear /><add key="corp" value="{feed}" /></packageSources>
              {credentials}
            </configuration>
            """);
        folder.Write("repo/Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <Import Project="$(MSBuildThisFileDirectory)eng/Versions.props" />
            </Project>
            """);
        folder.Write("repo/eng/Versions.props", """
            <Project><ItemGroup><PackageVersion Include="Corp.Text" Version="1.0.0" /></ItemGroup></Project>
            """);
        folder.Write("repo/src/Library/Library.csproj", Classes);
        folder.Write("repo/src/Library/Library.cs", "public static class Library { public static string Name => \"the library\"; }");
        folder.Write("repo/src/My Api/My.Api.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../Library/Library.csproj" />
                <PackageReference Include="Corp.Text" />
              </ItemGroup>
            </Project>
            """);
        folder.Write("repo/src/My Api/Program.cs", Program);
    }

    private async Task<(string Context, string Dockerfile, string Command)> Generate(TemporaryDirectory folder)
    {
        var context = folder.Combine("repo");
        var projectPath = folder.Combine("repo", "src", "My Api", "My.Api.csproj");
        (await DotNetCli.RunAsync(context, ["restore", projectPath])).ShouldSucceed();

        var project = DotNetProjectReader.Read(
            projectPath,
            context,
            new ContainerSettings(
                new Dictionary<string, string> { ["TargetFramework"] = "net10.0", ["AssemblyName"] = "My.Api", ["OutputType"] = "Exe",
                    ["Authors"] = "Ann & Bob" },
                ports: [],
                environmentVariables: [],
                labels: []),
            ["Microsoft.AspNetCore.App"]);
        var plan = DotNetPlanner.Answer(project, PhysicalFileSystem.Instance, folder.Combine("repo", "src", "My Api", "obj"));
        var pins = plan.Images
            .ToDictionary(image => image, image => image.Replace("mcr.microsoft.com", Engine.MicrosoftMirror, StringComparison.Ordinal));
        var files = plan.Write(pins, ownIgnoreFile: null);
        var dockerfile = folder.Write("repo/src/My Api/obj/container/Dockerfile", files.Dockerfile);
        folder.Write("repo/src/My Api/obj/container/Dockerfile.dockerignore", files.IgnoreFile);
        return (context, dockerfile, BuildCommand.Text(ImageBuild.Of(plan, dockerfile), BuildTool.Docker, forWindows: false));
    }
}
