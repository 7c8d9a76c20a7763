using ContainerGuard.Context;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Rules;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>The image of an app that was published outside of it.</summary>
public class PublishLayoutTests
{
    private static readonly DotNetProject Published =
        Project.Web() with { PublishDirectory = "/repo/src/Api/bin/Release/net10.0/publish/" };

    [Fact]
    public void It_has_one_stage_which_copies_what_is_there()
    {
        var plan = Plan(Published);

        plan.Images.ShouldBe(["mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra"]);
        GeneratedFile.WithoutHeader(GeneratedFile.WithoutComments(Files(plan).Dockerfile)).ShouldBe("""
            FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra AS final
            COPY src/Api/bin/Release/net10.0/publish/ /app/
            WORKDIR /app
            ENV ASPNETCORE_ENVIRONMENT=Production \
                ASPNETCORE_HTTP_PORTS=8080
            EXPOSE 8080
            LABEL org.opencontainers.image.base.name=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
            USER 1654
            HEALTHCHECK NONE
            ENTRYPOINT ["dotnet", "Api.dll"]

            """);
    }

    [Fact]
    public void Nothing_else_is_sent()
    {
        var ignore = IgnoreFile.Parse(Files(Plan(Published)).IgnoreFile);

        ignore.IsIgnored("src/Api/bin/Release/net10.0/publish/Api.dll").ShouldBeFalse();
        ignore.IsIgnored("src/Api/Program.cs").ShouldBeTrue();
        ignore.IsIgnored("src/Api/bin/Release/net10.0/Api.dll").ShouldBeTrue();
        ignore.IsIgnored("src/Api/bin/Release/net10.0/publish/secrets.json").ShouldBeTrue();
    }

    [Theory]
    [InlineData("Production", true)]
    [InlineData("development", false)]
    public void Settings_for_development_are_sent_only_to_an_image_that_reads_them(string environment, bool isIgnored)
    {
        var project = Published with
        {
            ContainerEnvironmentVariables = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = environment },
        };

        IsIgnored(project, "src/Api/bin/Release/net10.0/publish/appsettings.Development.json").ShouldBe(isIgnored);
        IsIgnored(project with { PublishDirectory = "" }, "src/Api/appsettings.Development.json").ShouldBe(isIgnored);

        static bool IsIgnored(DotNetProject project, string file) =>
            IgnoreFile.Parse(Files(DotNetPlanner.Answer(project, RestoreInputs.Of(project))).IgnoreFile).IsIgnored(file);
    }

    [Fact]
    public void Its_rules_find_nothing() =>
        Check.Findings(Files(Plan(Published)).Dockerfile)
            .Select(static finding => finding.Rule.Id).ShouldBe(["CG2003"], "no lock file has pinned it here");

    [Theory]
    [InlineData("/elsewhere/publish")]
    [InlineData("/repo")]
    public void What_no_Dockerfile_could_copy_is_refused(string folder) =>
        (Project.Web() with { PublishDirectory = folder }).Problem().Text()!.ShouldStartWith(
            $"The app is published to {folder}, outside the build context /repo");

    private static ContainerPlan Plan(DotNetProject project) => DotNetPlanner.Answer(project, RestoreInputs.Of(project));

    private static GeneratedFiles Files(ContainerPlan plan) => plan.Write(new Dictionary<string, string>(), ownIgnoreFile: null);
}
