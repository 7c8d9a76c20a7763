using ContainerGuard.Generation;
using ContainerGuard.Tests.Unit.Generation.Java;
using ContainerGuard.Tests.Unit.Generation.Ruby;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary><c>ContainerGuardHealthcheck</c> for applications that are not .NET.</summary>
public sealed class HealthOfStacksTests
{
    [Theory]
    [InlineData("static", "", "wget")]
    [InlineData("static", "bookworm", "curl")]
    [InlineData("node", "", "node")]
    [InlineData("node", "distroless", "/nodejs/bin/node")]
    [InlineData("python", "", "python")]
    [InlineData("ruby", "", "ruby")]
    [InlineData("java", "", "curl")]
    [InlineData("java", "noble", "curl")]
    [InlineData("java", "alpine", "wget")]
    public void A_program_of_the_image_makes_the_request(string stack, string family, string program)
    {
        var check = GeneratedImage.Of(Plan(stack, family)).Healthcheck;

        check[0].ShouldBe(program);
        string.Join(' ', check).ShouldContain(stack == "static" ? "8080" : "5000");
        string.Join(' ', check).ShouldContain("/healthz");
    }

    [Theory]
    [InlineData("go", "")]
    [InlineData("java", "distroless")]
    [InlineData("java", "jlink")]
    [InlineData("java", "ubi10-minimal")]
    public void An_image_without_a_client_is_refused_with_the_way_out(string stack, string family) =>
        Plan(stack, family).Problem().ShouldNotBeNull().ShouldSatisfyAllConditions(
            static text => text.ShouldContain("ContainerGuardHealthcheck is '/healthz', but "),
            static text => text.ShouldContain("is not known to have an HTTP client. "),
            static text => text.ShouldEndWith(", or remove ContainerGuardHealthcheck and configure the check in the orchestrator."));

    [Fact]
    public void A_base_image_of_the_project_with_a_client_is_accepted() => GeneratedImage.Of(App.Plan(
        App.Of("go") with { ContainerBaseImage = "alpine:3.24", ContainerGuardHealthcheck = "/", ContainerPorts = [new(5000, "tcp")] },
        Files("go"))).Healthcheck.ShouldBe(["wget", "--quiet", "--output-document=/dev/null", "http://127.0.0.1:5000/"]);

    [Fact]
    public void A_check_without_a_port_is_refused() => App.Plan(App.Of("python") with { ContainerGuardHealthcheck = "/" }, Files("python"))
        .Problem().ShouldNotBeNull().ShouldContain("but the project has no port. Add the app's port");

    [Fact]
    public void Quotes_in_a_path_do_not_end_the_program() =>
        new HealthAddress(80, "/it's\\").PathLiteral.ShouldBe("'/it%27s%5C'");

    [Theory]
    [InlineData("static")]
    [InlineData("node")]
    [InlineData("python")]
    [InlineData("ruby")]
    [InlineData("java")]
    public void The_rules_find_nothing(string stack) => App.ShouldBeClean(Project(stack, ""), Files(stack));

    private static ContainerPlan Plan(string stack, string family) => App.Plan(Project(stack, family), Files(stack));

    private static AppProject Project(string stack, string family) => App.Of(stack) with
    {
        ContainerFamily = family,
        ContainerGuardHealthcheck = "/healthz",
        ContainerPorts = stack == "static" ? [] : [new(5353, "udp"), new(5000, "tcp")],
    };

    private static (string, string)[] Files(string stack) => stack switch
    {
        "static" => [("shop/index.html", "")],
        "go" => [("shop/go.mod", "module shop\n"), ("shop/main.go", "package main\n")],
        "java" => JavaShapes.Of("spring boot").Files,
        "node" => [("shop/package.json", """{ "name": "shop", "main": "server.js" }"""), ("shop/server.js", "")],
        "python" => [("shop/requirements.txt", ""), ("shop/main.py", "print('Hello')")],
        _ => RubyShapes.Rack,
    };
}
