using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Rules;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>What a person adds to the generated stages.</summary>
public class StageExtrasTests
{
    private static readonly StageExtras Fonts = new()
    {
        AptPackages = ["libgdiplus", "fontconfig"],
        Commands = [new("Fonts are found once.", "fc-cache -f\nfc-list")],
        Copies = [new("src/Api/my fonts", "/usr/share/fonts/own/")],
        Begin = "ENV A=1\r\n",
        End = "VOLUME /data\n",
    };

    private static readonly DotNetProject Extended = Project.Web() with
    {
        ContainerFamily = "noble",
        FinalExtras = Fonts,
        BuildExtras = new StageExtras { AptPackages = ["clang"], Commands = [new("Made.", "make")] },
    };

    [Fact]
    public void A_writable_folder_is_created_for_the_user_and_the_working_directory_stays()
    {
        var steps = GeneratedImage.Of(Project.DockerfileOf(
            Project.Web() with { FinalExtras = StageExtras.None with { Writable = ["/data", "/keys"] } })).Stage("final").Steps;

        steps.SkipWhile(static step => step != "USER 1654").Take(4).ShouldBe(
            ["USER 1654", "WORKDIR /data", "WORKDIR /keys", "WORKDIR /app"]);
    }

    [Fact]
    public void A_copy_can_have_an_owner() => Project.DockerfileOf(
        Project.Web() with { FinalExtras = StageExtras.None with { Copies = [new("seed.db", "/data/", "1654:1654")] } })
        .ShouldContain("COPY --chown=1654:1654 seed.db /data/");

    [Fact]
    public void Packages_come_first_and_the_rest_when_the_files_are_there_before_the_user_is_set()
    {
        var image = GeneratedImage.Of(Plan(Extended));
        var final = image.Stage("final");
        var build = image.Stage("build");

        image.Base.ShouldBe("mcr.microsoft.com/dotnet/aspnet:10.0-noble");
        final.Steps.Take(8).ShouldBe(
        [
            "RUN apt-get update && apt-get install -y --no-install-recommends fontconfig libgdiplus && rm -rf /var/lib/apt/lists/*",
            "ENV A=1",
            "COPY --from=build /app /app",
            "WORKDIR /app",
            """COPY ["src/Api/my fonts", "/usr/share/fonts/own/"]""",
            "RUN fc-cache -f fc-list",
            "VOLUME /data",
            "ENV ASPNETCORE_ENVIRONMENT=Production ASPNETCORE_HTTP_PORTS=8080",
        ]);
        image.User.ShouldBe("1654");
        build.Around("WORKDIR /src").After.ShouldNotBeNull().ShouldStartWith("RUN apt-get update ");
        build.Command("apt-get", "install").ShouldBe(["apt-get", "install", "-y", "--no-install-recommends", "clang"]);
        var made = build.Around("RUN make");
        made.Before.ShouldBe("COPY . .");
        made.After.ShouldNotBeNull().ShouldStartWith("RUN dotnet publish ");
    }

    [Fact]
    public void Its_rules_find_what_is_not_pinned() =>
        Check.Findings(Plan(Extended).Write(new Dictionary<string, string>(), null).Dockerfile)
            .Select(static finding => finding.Rule.Id).Distinct().ShouldBe(["CG2003", "CG5013"], ignoreOrder: true);

    [Fact]
    public void What_the_image_has_no_shell_or_no_apt_for_is_refused()
    {
        Plan(Extended with { ContainerFamily = "" }).Problem()!.ShouldContain("does not have. Set ContainerFamily");
        Plan(Extended with { ContainerFamily = "alpine", BuildExtras = StageExtras.None }).Problem()!.ShouldContain(
            "does not have. Add a ContainerGuardRun");
        Plan(Extended with { FinalExtras = new StageExtras { Copies = [new("a", "etc")] } }).Problem()!.ShouldContain(
            "which is not an absolute path");
        Plan(Extended).Problem().ShouldBeNull();
    }

    private static ContainerPlan Plan(DotNetProject project) => DotNetPlanner.Answer(project, RestoreInputs.Of(project));
}
