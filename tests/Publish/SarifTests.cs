using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>SARIF reports of several projects of one repository, as a code scanning service takes them.</summary>
public sealed class SarifTests(PublishedPackage package)
{
    private static readonly string[] Names = ["shop", "my shop/admin", "tools/import"];

    [Fact]
    public async Task Three_projects_with_a_Dockerfile_each_have_a_report_each_that_names_its_file()
    {
        using var workspace = package.Locked();
        List<TestProject> projects = [];
        foreach (var name in Names)
        {
            projects.Add(workspace.Web(name).File("Dockerfile", "FROM node@" + Workspaces.RuntimeDigest + "\nUSER root\n").Save());
        }

        var entries = projects.Select(project => $"<Project Path=\"{Path.GetRelativePath(workspace.Path, project.ProjectFile)}\" />");
        workspace.Write("All.slnx", $"<Solution>{string.Concat(entries)}</Solution>");

        (await workspace.DotNet("publish", "All.slnx", "-p:ContainerGuardSarif=obj/guard.sarif")).ShouldFail();

        var runs = projects.ConvertAll(Run);
        runs.ConvertAll(run => run.GetProperty("automationDetails").GetProperty("id").GetString())
            .ShouldBe(["containerguard/shop/shop.csproj/", "containerguard/my shop/admin/admin.csproj/",
                "containerguard/tools/import/import.csproj/"]);
        foreach (var (run, project) in runs.Zip(projects))
        {
            var root = new Uri(run.GetProperty("originalUriBaseIds").GetProperty("%SRCROOT%").GetProperty("uri").GetString()!);
            Path.TrimEndingDirectorySeparator(root.LocalPath).ShouldBe(workspace.Path);
            var locations = run.GetProperty("results").EnumerateArray()
                .Select(result => result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation"))
                .ToList();
            locations.Count.ShouldBeGreaterThan(1);
            locations.ShouldAllBe(location => location.GetProperty("uriBaseId").GetString() == "%SRCROOT%");
            locations.Select(location => new Uri(root, location.GetProperty("uri").GetString()).LocalPath)
                .Distinct().ShouldBe([project.Combine("Dockerfile")]);
        }
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task Suppressed_findings_are_left_out_on_request(string value, int suppressed)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("ContainerGuardSarif", "guard.sarif").Property("ContainerGuardSarifSuppressed", value)
            .File(
                "Dockerfile",
                "FROM node@" + Workspaces.RuntimeDigest + "\n# containerguard ignore=CG3001: the base drops its rights\nUSER root\n");

        await app.Build();

        var results = Run(app, "guard.sarif").GetProperty("results").EnumerateArray().ToList();
        results.Count(result => result.TryGetProperty("suppressions", out _)).ShouldBe(suppressed);
        results.Count(result => result.GetProperty("ruleId").GetString() == "CG3001").ShouldBe(suppressed);
        results.ShouldContain(result => result.GetProperty("ruleId").GetString() == "CG2004");
    }

    private static JsonElement Run(TestProject project) => Run(project, "obj/guard.sarif");

    private static JsonElement Run(TestProject project, string report)
    {
        using var sarif = JsonDocument.Parse(project.Read(report));
        return sarif.RootElement.GetProperty("runs")[0].Clone();
    }
}
