using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>Settings that are wrong, MSBuild's lists, and the places that the package finds by itself.</summary>
public sealed class SettingsTests(PublishedPackage package)
{
    [Fact]
    public async Task A_stack_that_does_not_exist_is_one_error()
    {
        using var workspace = package.Locked();

        var error = (await workspace.Web().Property("ContainerGuardStack", "gopher").Publish()).ShouldFail().Errors.ShouldHaveSingleItem();

        error.Code.ShouldBe("CG0003");
        error.Message.ShouldContain("'gopher'");
    }

    /// <summary>Without the .NET SDK, MSBuild does not apply its lists of warnings itself.</summary>
    [Theory]
    [InlineData("WarningsAsErrors", "CG0002", "CG0002 error")]
    [InlineData("TreatWarningsAsErrors", "true", "CG0002 error")]
    [InlineData("NoWarn", "CG0002")]
    [InlineData("WarningsNotAsErrors", "CG0002", "CG0002 warning")]
    public async Task The_lists_of_warnings_hold_without_the_DotNet_SDK(string list, string value, params string[] expected)
    {
        using var workspace = package.Locked();
        var site = workspace.Project("site", $"ContainerGuard/{package.Version}")
            .File("Dockerfile", $"FROM node:24-slim@{Workspaces.RuntimeDigest}\nUSER node\n")
            .Property("ContainerGuardLevle", "all").Property(list, value);

        var result = await site.Build(list == "WarningsNotAsErrors" ? ["-p:TreatWarningsAsErrors=true"] : []);

        result.Diagnostics.Where(static found => found.Code == "CG0002")
            .Select(static found => $"{found.Code} {found.Severity}").ShouldBe(expected);
    }

    [Fact]
    public async Task Outside_of_the_IDE_the_evaluation_does_not_search_for_the_lock_file()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();
        (await app.DotNet("restore")).ShouldSucceed();

        (await app.DotNet("msbuild", "-getProperty:_ContainerGuardKnownLockFile")).ShouldSucceed().StandardOutput.Trim().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("linux-x64", "linux-x64/")]
    [InlineData("linux-musl-x64", "")]
    public async Task The_assembly_is_that_of_the_portable_platform_of_the_SDK_if_the_package_has_it(string platform, string folder)
    {
        using var workspace = package.Locked();
        var app = workspace.Web();
        (await app.DotNet("restore")).ShouldSucceed();

        (await app.DotNet("msbuild", $"-p:NETCoreSdkPortableRuntimeIdentifier={platform}", "-getProperty:_ContainerGuardTasks"))
            .ShouldSucceed()
            .StandardOutput.Trim().ShouldEndWith($"/tasks/net10.0/{folder}ContainerGuard.Tasks.dll");
    }

    /// <summary>As in Visual Studio's MSBuild, where the tasks run in a host of .NET.</summary>
    [Fact]
    public async Task The_tasks_run_in_a_task_host()
    {
        using var workspace = package.Locked();
        var app = workspace.Web();

        (await app.Publish("-p:_ContainerGuardTaskRuntime=NET", "-p:_ContainerGuardTaskFactory=TaskHostFactory"))
            .ShouldSucceed().Diagnostics.ShouldBeEmpty();

        File.Exists(app.GeneratedDockerfile).ShouldBeTrue();
    }
}
