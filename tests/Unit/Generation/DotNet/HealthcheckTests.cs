using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Rules;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary><c>ContainerGuardHealthcheck</c>: how an image asks its app for its health.</summary>
public class HealthcheckTests
{
    private static readonly DotNetProject Asked = Project.Web() with { ContainerGuardHealthcheck = "/healthz" };

    [Fact]
    public void By_default_nobody_asks() => Project.ImageOf(Project.Web()).HealthcheckType.ShouldBe("NONE");

    [Fact]
    public void The_probe_that_lies_beside_the_app_asks_on_the_image_s_own_runtime()
    {
        var image = Project.ImageOf(Asked);

        image.HealthcheckFlags.ShouldBe("--interval=30s --timeout=5s --start-period=30s");
        image.Healthcheck.ShouldBe(["dotnet", "/app/ContainerGuard.Probe.dll", "http://127.0.0.1:8080/healthz"]);
        image.Stage("build").Command("dotnet", "publish").TakeLast(5).ShouldBe(
            ["-p:ContainerGuardEnabled=false", "-p:UseSharedCompilation=false", "-p:_ContainerGuardInImage=true", "-o", "/app"]);
    }

    [Fact]
    public void It_asks_at_the_port_that_the_app_listens_on()
    {
        var exposed = Asked with { ContainerPorts = [new(9000, "udp"), new(5000, "tcp")] };
        var set = Asked with
        {
            ContainerEnvironmentVariables = new Dictionary<string, string> { ["ASPNETCORE_HTTP_PORTS"] = "7000;7001" },
        };

        Project.ImageOf(exposed).Healthcheck[^1].ShouldBe("http://127.0.0.1:5000/healthz");
        Project.ImageOf(set).Healthcheck[^1].ShouldBe("http://127.0.0.1:7000/healthz");
    }

    [Fact]
    public void On_alpine_wget_asks_a_self_contained_app() =>
        Project.ImageOf(Asked with { IsSelfContained = true, ContainerFamily = "alpine" }).Healthcheck
            .ShouldBe(["wget", "--quiet", "--output-document=/dev/null", "http://127.0.0.1:8080/healthz"]);

    [Fact]
    public void Where_nothing_could_ask_that_is_said()
    {
        (Asked with { IsSelfContained = true }).Problem().Text()!.ShouldContain("has no HTTP client");
        (Project.Console() with { ContainerGuardHealthcheck = "/healthz" }).Problem().Text()!.ShouldContain("the project has no port");
        Asked.Problem().Text().ShouldBeNull();
    }

    [Fact]
    public void Its_rules_find_nothing() =>
        Check.Findings(Project.DockerfileOf(Asked)).ShouldAllBe(static finding => finding.Rule.Id == "CG2003");
}
