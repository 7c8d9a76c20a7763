using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>Which front ends of a .NET project the image builds, and what it says about the others.</summary>
public sealed class SpaConditionsTests
{
    private const string App = "/repo/web/Web.csproj";

    [Theory]
    [InlineData("'$(Configuration)' == 'Release'", true)]
    [InlineData("'$(SkipClient)' != 'true'", true)]
    [InlineData("'$(SkipClient)' == 'true'", false)]
    [InlineData("'$(OS)' == 'Windows_NT'", false)]
    [InlineData("'$(Here)' == 'no'", false)]
    [InlineData("'$(PublishDir)' != ''", true)]
    public void A_condition_of_a_command_is_evaluated(string condition, bool isBuilt) => (PlanOf(
        "{}", $"""<PropertyGroup><Here>yes</Here></PropertyGroup><Target Name="A"><Exec Condition="{condition}" WorkingDirectory="ClientApp" Command="npm run build" /></Target>""")
        .Images.Count == 3).ShouldBe(isBuilt);

    [Theory]
    [InlineData("""{ "build": "vite build", "prebuild": "nswag run" }""", "prebuild")]
    [InlineData("""{ "build": "vite build", "prebuild": "dotnet dev-certs https" }""", "prebuild")]
    [InlineData("""{ "build": "npm run client && vite build", "client": "dotnet swagger tofile" }""", "client")]
    [InlineData("""{ "build": "vite build", "postbuild": "node aspnetcore-https" }""", "postbuild")]
    public void A_script_that_needs_DotNet_is_refused_with_a_way_out(string scripts, string name)
    {
        var problem = PlanOf(scripts, Target).Problem()!;

        problem.ShouldContain($"The script '{name}' in /repo/web/ClientApp/package.json runs ");
        problem.ShouldContain("Set ContainerGuardLayout=publish");
    }

    [Fact]
    public void A_script_that_is_not_run_may_need_it() =>
        PlanOf("""{ "build": "vite build", "prestart": "dotnet dev-certs https" }""", Target).Problem().ShouldBeNull();

    [Fact]
    public void A_front_end_that_no_target_builds_is_reported()
    {
        var problem = PlanOf("""{ "build": "vite build" }""", "").Problems.ShouldHaveSingleItem();

        (problem.Rule.Id, problem.Path).ShouldBe(("CG0054", "/repo/web/ClientApp/package.json"));
    }

    [Theory]
    [InlineData("""{ "build": "vite build" }""", Target)]
    [InlineData("""{ "lint": "eslint ." }""", "")]
    public void One_that_is_built_or_that_builds_nothing_is_not(string scripts, string project) =>
        PlanOf(scripts, project).Problems.ShouldBeEmpty();

    private const string Target =
        """<Target Name="A" BeforeTargets="PrepareForPublish"><Exec WorkingDirectory="ClientApp" Command="npm run build" /></Target>""";

    private static ContainerPlan PlanOf(string scripts, string project) => DotNetPlanner.Answer(
        Project.Web(App),
        new MemoryFileSystem(
            (App, $"<Project>{project}</Project>"),
            ("/repo/web/ClientApp/package.json", $$"""{ "name": "client", "scripts": {{scripts}} }"""),
            ("/repo/web/ClientApp/package-lock.json", "{}")),
        "/repo/web/obj");
}
