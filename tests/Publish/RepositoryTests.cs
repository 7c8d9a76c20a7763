using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>A project with this SDK alone that checks every Dockerfile of a repository.</summary>
public sealed class RepositoryTests(PublishedPackage package)
{
    private const int Count = 60;

    [Fact]
    public async Task Every_Dockerfile_is_in_one_report_in_the_order_of_the_items()
    {
        using var workspace = Repository("");

        var first = await Build(workspace);
        var report = workspace.Read("findings.sarif");
        var second = await Build(workspace);

        first.ExitCode.ShouldBe(1, first.Output);
        workspace.Read("findings.sarif").ShouldBe(report);
        second.Diagnostics.Select(diagnostic => (diagnostic.File, diagnostic.Line, diagnostic.Code))
            .ShouldBe(first.Diagnostics.Select(diagnostic => (diagnostic.File, diagnostic.Line, diagnostic.Code)));

        using var sarif = JsonDocument.Parse(report);
        var run = sarif.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToList();
        var uris = results.Select(UriOf).ToList();
        uris.Distinct().ShouldBe([.. Enumerable.Range(0, Count).Select(i => $"apps/app%20{i:000}/Dockerfile"), "apps/broken.Dockerfile"]);
        uris.ShouldBe(uris.OrderBy(uri => uris.IndexOf(uri)));

        var maintainer = run.GetProperty("tool")
            .GetProperty("driver").GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == "CG1017");
        maintainer.GetProperty("properties")
            .GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()).ShouldContain("buildkit:MaintainerDeprecated");
        results.Count(result => result.GetProperty("ruleId").GetString() == "CG1017").ShouldBe(Count);
        results.Where(result => result.TryGetProperty("properties", out var properties)
            && properties.TryGetProperty("buildkit", out var verdict)
            && verdict.GetString() == "refused")
            .Select(UriOf).ShouldBe(["apps/broken.Dockerfile"]);
    }

    [Fact]
    public async Task The_log_has_as_many_findings_as_its_limit_and_says_where_the_rest_is()
    {
        using var workspace = Repository("<ContainerGuardLogLimit>5</ContainerGuardLogLimit>");

        var result = await Build(workspace);

        result.ExitCode.ShouldBe(1, result.Output);
        result.Warnings.Count().ShouldBe(5);
        result.Output.ShouldContain("more findings in ");
        using var sarif = JsonDocument.Parse(workspace.Read("findings.sarif"));
        sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength().ShouldBeGreaterThan(2 * Count);
    }

    private static string UriOf(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!;

    private Task<CommandResult> Build(TestWorkspace workspace) =>
        DotNetCli.RunAsync(workspace.Path, ["build", "Repository.proj"], package.Environment);

    private TestWorkspace Repository(string properties)
    {
        var workspace = package.Locked();
        workspace.Write("Repository.proj", $"""
            <Project Sdk="ContainerGuard/{package.Version}">
              <PropertyGroup>
                <ContainerGuardLevel>all</ContainerGuardLevel>
                <ContainerGuardPinning>off</ContainerGuardPinning>
                <ContainerGuardSarif>findings.sarif</ContainerGuardSarif>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <ContainerGuardDockerfile Include="**/*Dockerfile*" />
              </ItemGroup>
            </Project>
            """);
        for (var i = 0; i < Count; i++) workspace.Write($"apps/app {i:000}/Dockerfile", "FROM scratch\nMAINTAINER me\nENV a b\nUSER 1\n");
        workspace.Write("apps/app 000/Dockerfile.dockerignore", "bin\n");
        workspace.Write("apps/broken.Dockerfile", "FROM scratch\nCOPY a\nUSER 1\n");
        return workspace;
    }
}
