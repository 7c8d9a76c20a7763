using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation;

public sealed class StaticPlanTests
{
    private static readonly (string, string) Index = ("shop/index.html", "<p>Hello</p>");

    [Fact]
    public void A_folder_is_served_by_an_nginx_that_is_not_root() => Plan(App.Of("static"), Index).Dockerfile().ShouldBe("""
        # The stable branch of nginx, in nginx's own image for a user that is not root. It writes only to /tmp.
        FROM nginxinc/nginx-unprivileged:1.30-alpine AS final
        # Owned by root and read-only, on any build machine: the server cannot change its files.
        COPY --chmod=555 shop/ /usr/share/nginx/html/
        EXPOSE 8080
        # The image's user nginx has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
        USER 101
        # On SIGQUIT nginx finishes open requests before it stops (CG6006).
        STOPSIGNAL SIGQUIT
        # The orchestrator checks the health from outside.
        HEALTHCHECK NONE
        # Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
        ENTRYPOINT ["nginx", "-g", "daemon off;"]

        """);

    [Fact]
    public void The_settings_of_the_project_are_followed()
    {
        var image = GeneratedImage.Of(Plan(
            App.Of("static") with
            {
                ContainerFamily = "alpine-slim",
                ContainerUser = "2000:2000",
                ContainerWorkingDirectory = "/srv/",
                ContainerEnvironmentVariables = new Dictionary<string, string> { ["TZ"] = "UTC" },
                Labels = new Dictionary<string, string> { ["org.opencontainers.image.title"] = "The shop" },
            },
            Index));

        image.Base.ShouldBe("nginxinc/nginx-unprivileged:1.30-alpine-slim");
        image.WorkingDirectory.ShouldBe("/srv");
        image.Variable("TZ").ShouldBe("UTC");
        image.Ports.ShouldBe(["8080"]);
        image.Label("org.opencontainers.image.title").ShouldBe("The shop");
        image.User.ShouldBe("2000:2000");
    }

    [Fact]
    public void A_server_block_beside_the_project_says_where_nginx_listens()
    {
        var image = GeneratedImage.Of(
            Plan(App.Of("static") with { ContainerPorts = [new(9090, "tcp")] }, Index, ("shop/default.conf", "server { listen 9090; }")));

        image.Stage("final").Copies.ShouldContain(
            new Copied(["shop/default.conf"], "/etc/nginx/conf.d/default.conf") { Mode = "555" });
        image.Ports.ShouldBe(["9090"]);
    }

    [Fact]
    public void Another_port_without_one_is_an_obstacle() =>
        Plan(App.Of("static") with { ContainerPorts = [new(80, "tcp")] }, Index).Problem().ShouldNotBeNull().ShouldContain("-p 80:8080");

    [Fact]
    public void A_folder_without_a_page_is_an_obstacle() =>
        Plan(App.Of("static"), ("shop/dist/index.html", "")).Problem().ShouldNotBeNull().ShouldContain("no index.html");

    [Fact]
    public void Only_the_site_is_sent()
    {
        var plan = Plan(App.Of("static"), Index);

        plan.Sends("shop/index.html").ShouldBeTrue();
        plan.Sends("shop/css/site.css").ShouldBeTrue();
        plan.Sends("shop/.well-known/security.txt").ShouldBeTrue();
        plan.Sends("shop/shop.proj").ShouldBeFalse();
        plan.Sends("shop/.editorconfig").ShouldBeFalse();
        plan.Sends("shop/css/.cache/a").ShouldBeFalse();
        plan.Sends("shop/node_modules/a/index.js").ShouldBeFalse();
        plan.Sends("shop/obj/container/Dockerfile").ShouldBeFalse();
        plan.Sends("shop/nuget.config").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/repo/shop/shop.proj")]
    [InlineData("/repo/shop.proj")]
    [InlineData("/repo/My Shop (ü)/My $Shop [1].proj")]
    public void No_rule_at_any_level_has_a_finding(string path)
    {
        var folder = Path.GetDirectoryName(path)!["/repo".Length..].TrimStart('/');

        App.ShouldBeClean(
            App.Of("static", path), ($"{folder}/index.html".TrimStart('/'), ""), ($"{folder}/default.conf".TrimStart('/'), ""));
    }

    private static ContainerPlan Plan(AppProject project, params (string Path, string Text)[] files) => App.Plan(project, files);

    [Theory]
    [InlineData("dist")]
    [InlineData("dist/*")]
    [InlineData("**/dist")]
    public void A_folder_that_the_ignore_file_of_the_sources_drops_is_sent(string line)
    {
        var plan = Plan(App.Of("static", "/repo/dist/dist.proj"), ("dist/index.html", ""), ("dist/.env", ""));
        var ignore = ContainerGuard.Context.IgnoreFile.Parse(plan.Write(new Dictionary<string, string>(), line + "\n").IgnoreFile);

        ignore.IsIgnored("dist/index.html").ShouldBeFalse();
        ignore.IsIgnored("dist/css/site.css").ShouldBeFalse();
        ignore.IsIgnored("dist/.env").ShouldBeTrue();
        ignore.IsIgnored("dist/node_modules/a.js").ShouldBeTrue();
        ignore.IsIgnored("dist/.git/HEAD").ShouldBeTrue();
    }
}
