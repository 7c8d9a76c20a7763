using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// When declared severities count: a local build stays green and shows practices as warnings; what ships, and CI, is held to them. The
/// project has the Dockerfile that Visual Studio writes, which pins nothing.
/// </summary>
public sealed class SeverityTests(PublishedPackage package)
{
    private const string NotPinned = "CG2003";

    /// <summary>What a CI service sets.</summary>
    public static TheoryData<string, string> CIVariables { get; } = new()
    {
        { "CI", "true" }, { "TF_BUILD", "True" }, { "GITHUB_ACTIONS", "true" }, { "TEAMCITY_VERSION", "2026.1" },
        { "ContinuousIntegrationBuild", "true" },
    };

    [Fact]
    public async Task A_local_build_is_green_and_shows_the_practice_as_a_warning()
    {
        using var workspace = package.NewRepository();
        var app = Web(workspace);

        var result = (await app.Build("-p:TreatWarningsAsErrors=true")).ShouldSucceed();

        result.Errors.ShouldBeEmpty();
        result.Warnings.Select(static warning => warning.Code).ShouldContain(NotPinned);
        result.Output.ShouldContain("in 'dotnet publish' and CI");
        result.Output.ShouldContain("dotnet build -t:ContainerGuardUpdateBaseline");
    }

    [Fact]
    public async Task Dotnet_run_starts_the_app()
    {
        using var workspace = package.NewRepository();
        var app = workspace.Console().File(
            "Dockerfile",
            "FROM mcr.microsoft.com/dotnet/runtime:10.0\nUSER root\nCOPY bin/Release/net10.0/publish /app\nENTRYPOINT [\"/app/app\"]\n");

        (await app.DotNet("run")).ShouldSucceed().Output.ShouldContain("Hello World!");
    }

    [Fact]
    public async Task What_the_builder_refuses_fails_a_local_build()
    {
        using var workspace = package.NewRepository();
        var app = Web(workspace).File("Dockerfile", "FROM mcr.microsoft.com/dotnet/aspnet:10.0\nRUNN true\nUSER 1000\n");

        (await app.Build()).ShouldFail().Errors.Select(static error => error.Code).ShouldBe(["CG1002"]);
    }

    [Fact]
    public async Task A_publish_is_held_to_the_declared_severities()
    {
        using var workspace = package.NewRepository();
        var app = Web(workspace);

        var result = (await app.Publish()).ShouldFail();

        result.Errors.Select(static error => error.Code).Distinct().ShouldBe([NotPinned]);
        result.Output.ShouldContain("dotnet build -t:ContainerGuardFix");
        result.Output.ShouldContain("dotnet build -t:ContainerGuardUpdateBaseline");
    }

    [Fact]
    public async Task So_is_a_publish_of_what_was_built_before()
    {
        using var workspace = package.NewRepository();
        var app = Web(workspace);
        (await app.Build("-c", "Release")).ShouldSucceed();

        (await app.Publish("--no-build")).ShouldFail().Errors.Select(static error => error.Code).Distinct().ShouldBe([NotPinned]);
    }

    [Theory]
    [InlineData("-t:Publish")]
    [InlineData("-t:Build;Publish")]
    [InlineData("-p:DeployOnBuild=true")]
    [InlineData("-t:PublishContainer")]
    [InlineData("-t:ContainerGuardBuildImage")]
    [InlineData("-p:ContainerGuardErrorsOnBuild=true")]
    [InlineData("-p:ContainerGuardLevel=strict")]
    [InlineData("-p:WarningsAsErrors=CG2003")]
    public async Task So_is_every_build_that_ships_or_asks_for_it(string argument)
    {
        using var workspace = package.NewRepository();
        var app = Web(workspace);

        (await app.Build(argument)).ShouldFail().Errors.Select(static error => error.Code).ShouldContain(NotPinned);
    }

    [Theory]
    [MemberData(nameof(CIVariables))]
    public async Task So_is_a_build_on_a_CI_service(string variable, string value)
    {
        using var workspace = package.NewRepository();
        var app = Web(workspace).Environment(variable, value);

        (await app.Build()).ShouldFail().Errors.Select(static error => error.Code).ShouldContain(NotPinned);
    }

    [Fact]
    public async Task A_person_may_say_that_a_build_is_not_one_of_CI()
    {
        using var workspace = package.NewRepository();
        var app = Web(workspace).Environment("CI", "true");

        (await app.Build("-p:ContinuousIntegrationBuild=false")).ShouldSucceed();
    }

    [Fact]
    public async Task On_CI_a_publish_writes_no_lock_file_and_says_to_commit_one()
    {
        using var workspace = package.NewRepository();
        var app = workspace.Web().Environment("GITHUB_ACTIONS", "true");

        var error = (await app.Publish()).ShouldFail().Errors.ShouldHaveSingleItem();

        error.Code.ShouldBe("CG0022");
        error.Message.ShouldContain("commit", Case.Insensitive);
        File.Exists(workspace.Combine("containerguard.lock.json")).ShouldBeFalse();
    }

    private static TestProject Web(TestWorkspace workspace) =>
        workspace.Web().File("Dockerfile", VisualStudioFiles.Dockerfile).File(".dockerignore", VisualStudioFiles.IgnoreFile);
}
