using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Fixes;

/// <summary>
/// The same by the package, as a person calls it: <c>dotnet build -t:ContainerGuardFix</c>. The images were pinned before, by somebody who
/// reaches the registry by way of a mirror.
/// </summary>
public sealed class FixTargetTests(DockerEngine engine, PublishedPackage package, LockedImages images)
    : EngineTest(engine), IClassFixture<LockedImages>
{
    [Fact]
    public async Task A_web_API_runs_as_the_user_of_its_image()
    {
        using var workspace = package.NewRepository();
        var app = Mirrored(workspace.Web(), "mcr.microsoft.com", Engine.MicrosoftMirror).File("Dockerfile", """
            # escape=\
            FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS Base
            MAINTAINER The web team
            WORKDIR /app
            ENV ASPNETCORE_ENVIRONMENT Staging
            EXPOSE 8080/TCP
            ADD ./publish /app/
            ENTRYPOINT dotnet app.dll

            """);
        (await app.Publish("--output", "publish", "-p:ContainerGuardEnabled=false")).ShouldSucceed();
        await Runs(app, "Hello World!", 8080, user: 0);

        await Fix(app, "CG1013, CG1016, CG1017, CG1023, CG2003, CG3002, CG6001, CG7001");

        await Runs(app, "Hello World!", 8080, AppUser);
    }

    [Fact]
    public async Task A_Node_js_application_in_a_project_of_the_package_s_own_SDK()
    {
        using var workspace = package.NewRepository();
        var app = Mirrored(workspace.Project("shop", $"ContainerGuard/{package.Version}"), "docker.io", Engine.HubMirror);
        FixedFileTest.Copy("node/naive", app.Folder);
        await Runs(app, "Hello from the shop", 3000, user: 0);

        await Fix(app, "CG1016 (2), CG1017, CG2003, CG3002, CG4003, CG5001, CG5002, CG6001, CG6004, CG7001");

        await Runs(app, "Hello from the shop", 3000, user: 1000);
    }

    private static TestProject Mirrored(TestProject project, string registry, string mirror) =>
        project.Property("ContainerGuardContext", "$(MSBuildProjectDirectory)")
            .Xml(root => root.AddItem("ContainerGuardMirror", registry, [new("Registry", mirror)]).Condition = "'$(UseMirror)' == 'true'");

    /// <summary>Pins, shows what would be done, does it, and has nothing to do the next time.</summary>
    private static async Task Fix(TestProject app, string rules)
    {
        (await app.Target("ContainerGuardPin", "-p:UseMirror=true")).ShouldSucceed();
        var before = app.Read("Dockerfile");
        SummaryOf(await app.Target("ContainerGuardFix", "-p:ContainerGuardFixDryRun=true")).ShouldStartWith($"would fix {rules};");
        app.Read("Dockerfile").ShouldBe(before);

        SummaryOf(await app.Target("ContainerGuardFix")).ShouldStartWith($"fixed {rules};");
        var once = app.Read("Dockerfile");
        SummaryOf(await app.Target("ContainerGuardFix")).ShouldStartWith("nothing to fix");
        app.Read("Dockerfile").ShouldBe(once);
    }

    /// <summary>What the target says of the file in its last line.</summary>
    private static string SummaryOf(CommandResult build)
    {
        const string Start = " -> Dockerfile: ";
        var output = build.ShouldSucceed().StandardOutput;
        output.ShouldContain(Start);
        return output[(output.LastIndexOf(Start, StringComparison.Ordinal) + Start.Length)..].Split('\n')[0];
    }

    private async Task Runs(TestProject app, string text, int port, int user)
    {
        await using var image = await Engine.Build(app.Folder, app.Combine("Dockerfile"), images.BuildOptions);
        await using var container = await image.Run();
        (await container.Get(port: port)).ShouldBe(new HttpAnswer(200, text));
        (await container.UserId()).ShouldBe(user);
    }
}
