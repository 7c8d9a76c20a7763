using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>A person's Dockerfile is compared with its evaluated project: what MSBuild and NuGet know decides.</summary>
public sealed class ProjectComparisonTests(PublishedPackage package)
{
    private const string Sdk = "mcr.microsoft.com/dotnet/sdk:10.0@" + Workspaces.SdkDigest;

    [Fact]
    public async Task A_runtime_of_another_version_is_a_warning_in_a_build_and_an_error_in_a_publish()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile("mcr.microsoft.com/dotnet/aspnet:8.0", "app.dll"));

        var built = (await app.Build()).ShouldSucceed().Diagnostics.Where(found => found.Code == "CG2030").ShouldHaveSingleItem();
        built.Message.ShouldContain("net10.0");

        (await app.Publish()).ShouldFail().Errors.Select(found => found.Code).ShouldContain("CG2030");
    }

    [Fact]
    public async Task The_evaluated_name_of_the_assembly_counts()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("AssemblyName", "Shop.Api")
            .File("Dockerfile", Dockerfile("mcr.microsoft.com/dotnet/aspnet:10.0", "shop.api.dll"));

        (await Codes(app)).ShouldContain("CG6016");

        app.File("Dockerfile", Dockerfile("mcr.microsoft.com/dotnet/aspnet:10.0", "Shop.Api.dll"));
        (await Codes(app)).ShouldNotContain("CG6016");
    }

    [Fact]
    public async Task A_property_with_a_condition_decides_nothing()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile", Dockerfile("mcr.microsoft.com/dotnet/aspnet:10.0", "app.dll"))
            .Xml(root => root.AddProperty("PublishAot", "true").Condition = "'$(Configuration)' == 'Debug'");

        (await Codes(app)).ShouldNotContain("CG6017");
    }

    /// <summary>The project is a console application; the project that it references needs ASP.NET Core.</summary>
    [Fact]
    public async Task The_restored_graph_tells_which_framework_is_needed()
    {
        using var workspace = package.Locked();
        var library = workspace.Web("lib").Property("OutputType", "Library").File("Program.cs", "namespace Lib;\npublic class Marker;\n");
        var app = workspace.Console().References(library)
            .File("Dockerfile", Dockerfile("mcr.microsoft.com/dotnet/runtime:10.0", "app.dll", context: "app/"));

        (await Codes(app)).ShouldContain("CG2031");
    }

    [Fact]
    public async Task A_console_application_without_a_handler_for_signals_is_reported()
    {
        using var workspace = package.Locked();
        var app = workspace.Console().File("Program.cs", "System.Threading.Thread.Sleep(-1);\n")
            .File("Dockerfile", Dockerfile("mcr.microsoft.com/dotnet/runtime:10.0", "app.dll"));

        (await Codes(app)).ShouldContain("CG6022");

        app.File("Stop.cs", """
            using System.Runtime.InteropServices;
            class Stop { IDisposable _handler = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => { }); }

            """);
        (await Codes(app)).ShouldNotContain("CG6022");
    }

    [Fact]
    public async Task A_Dockerfile_of_the_repository_that_names_the_project_is_reported_at_a_publish()
    {
        using var workspace = package.Locked();
        var app = workspace.Web("src/app");
        workspace.Write("docker/Dockerfile", Dockerfile("mcr.microsoft.com/dotnet/aspnet:10.0", "app.dll", context: "src/app/"));

        var found = (await app.Publish()).ShouldSucceed().Diagnostics.Where(found => found.Code == "CG4029").ShouldHaveSingleItem();
        found.Message.ShouldContain("<ContainerGuardDockerfile Include=\"../../docker/Dockerfile\" />");

        // The item checks the file with the folder that has its sources, and nothing is generated.
        app.Item("ContainerGuardDockerfile", "../../docker/Dockerfile");
        File.Delete(app.GeneratedDockerfile);
        (await app.Publish()).Diagnostics.Select(static one => one.Code).ShouldNotContain("CG4029");
        File.Exists(app.GeneratedDockerfile).ShouldBeFalse();
    }

    [Fact]
    public async Task The_metadata_Context_names_the_build_context()
    {
        using var workspace = package.Locked();
        var app = workspace.Web()
            .File("docker/Dockerfile", "FROM node:24@" + Workspaces.RuntimeDigest + "\nUSER 1000\nCOPY missing.txt /a/\n")
            .Item("ContainerGuardDockerfile", "docker/Dockerfile", ("Context", "docker"));

        (await Codes(app)).ShouldContain("CG4012");
    }

    [Fact]
    public async Task Files_that_a_pattern_finds_and_that_are_not_Dockerfiles_are_passed_over()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().File("Dockerfile.md", "# How to build\n").File("lint-Dockerfile.sh", "#!/bin/sh\nexit 0\n")
            .File("dockerfile_test.go", "package main\n").File("policy.Dockerfile.rego", "package a\n")
            .Item("ContainerGuardDockerfile", "**/*ockerfile*");

        (await app.Build()).ShouldSucceed().Diagnostics.Where(static found => found.Code.StartsWith("CG", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static async Task<string[]> Codes(TestProject app) =>
        [.. (await app.Build()).ShouldSucceed().Diagnostics.Select(static found => found.Code)];

    private static string Dockerfile(string runtime, string assembly, string context = "") =>
        $"FROM {Sdk} AS build\nWORKDIR /src\nCOPY {context}app.csproj ./{context}\nRUN dotnet restore {context}app.csproj\nCOPY . .\n"
            + $"RUN dotnet publish {context}app.csproj --no-restore -o /app\nFROM {runtime}\nWORKDIR /app\nCOPY --from=build /app .\n"
            + $"USER 1654\nENTRYPOINT [\"dotnet\", \"{assembly}\"]\n";
}
