using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>An app of one C# file, from <c>dotnet publish app.cs</c> to a container that runs.</summary>
public sealed class FileBasedAppTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const string Handler =
        "using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Environment.Exit(0));";

    [Fact]
    public async Task It_is_native_by_default()
    {
        await DockerEngine.Make("aot");
        await using var image = await ImageOf("Console.WriteLine(\"Hello from a file!\");");

        (await Output(image)).ShouldBe("Hello from a file!");
        (await image.Files()).Keys.ShouldNotContain("/app/app.dll");
    }

    [Fact]
    public async Task Its_directives_are_those_of_the_image()
    {
        await using var image = await ImageOf(
            "Console.WriteLine(Lib.Greeting.Text);", "#:property PublishAot=false\n#:project lib/Lib.csproj\n");

        (await Output(image)).ShouldBe("Hello from a library!");
    }

    [Fact]
    public async Task A_web_app_of_one_file_serves()
    {
        await using var image = await ImageOf(
            "var app = WebApplication.CreateBuilder(args).Build();\napp.MapGet(\"/\", () => \"Hello World!\");\napp.Run();",
            "#:sdk Microsoft.NET.Sdk.Web\n#:property PublishAot=false\n");
        await using var container = await image.Run();

        (await container.Get()).ShouldBe(new HttpAnswer(200, "Hello World!"));
    }

    private static async Task<string> Output(BuiltImage image)
    {
        await using var container = await image.RunConfined();
        (await container.Wait()).ShouldBe(0);
        return (await container.Logs()).Trim();
    }

    private async Task<BuiltImage> ImageOf(string program, string directives = "")
    {
        using var workspace = package.NewRepository();
        workspace.Write("app.cs", $"""
            #:package ContainerGuard@{package.Version}
            {directives}using System.Runtime.InteropServices;
            {Handler}
            {program}

            """);
        workspace.Write("lib/Lib.csproj", """
            <Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>
            """);
        workspace.Write("lib/Greeting.cs", """
            namespace Lib;

            public static class Greeting
            {
                public static string Text => "Hello from a library!";
            }

            """);
        workspace.Write("Directory.Build.props", $"""
            <Project>
              <ItemGroup>
                <ContainerGuardMirror Include="mcr.microsoft.com" Registry="{Engine.MicrosoftMirror}" />
              </ItemGroup>
            </Project>
            """);
        var publish = (await workspace.DotNet("publish", "app.cs")).ShouldSucceed();
        workspace.Combine("artifacts/container/app/Dockerfile").ShouldSatisfyAllConditions(path => File.Exists(path).ShouldBeTrue());
        return await Engine.BuildAsTold(workspace.Path, GeneratedApp.BuildCommand(publish));
    }
}
