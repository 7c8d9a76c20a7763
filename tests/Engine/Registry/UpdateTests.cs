using System.Globalization;
using System.Text;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>The target <c>ContainerGuardUpdate</c> with a policy, against a registry with newer tags.</summary>
public sealed class UpdateTests(PublishedPackage package) : RegistryTest
{
    [Fact]
    public async Task Tags_move_in_the_Dockerfile_and_the_lock_file_and_a_dry_run_shows_it_before()
    {
        var registry = await StartRegistry();
        await Push(registry, "team/app", "1.4-slim", "1.10-slim", "2.0-slim", "1.11-alpine");
        await Push(registry, "team/tool", "2.0.1", "2.0.2", "2.1.0");
        using var workspace = package.NewRepository();
        var text = $"\uFEFF# app\r\nARG TOOL=2.0.1\r\nFROM team/app:1.4-slim@{Amd64.Digest} AS base\r\n# 1.4-slim\r\n\r\n"
            + "FROM team/tool:${TOOL}\r\nCOPY --from=base /ü /ü\r\nUSER 1000";
        var app = App(registry, workspace, text);
        (await app.Target("ContainerGuardPin")).ShouldSucceed();
        var locked = workspace.Read("containerguard.lock.json");

        var dry = (await app.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdatePolicy=minor", "-p:ContainerGuardUpdateDryRun=true"))
            .ShouldSucceed();
        dry.Output.ShouldContain("--- a/Dockerfile");
        dry.Output.ShouldContain("+ARG TOOL=2.1.0");
        dry.Output.ShouldContain("containerguard.lock.json");
        dry.Output.ShouldMatch(@"\+ +""team/tool:2\.1\.0"": \{");
        dry.Output.ShouldContain("Dry run: no file was changed.");
        Encoding.UTF8.GetString(File.ReadAllBytes(app.Combine("Dockerfile"))).ShouldBe(text);
        workspace.Read("containerguard.lock.json").ShouldBe(locked);

        var result = (await app.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdatePolicy=minor")).ShouldSucceed();
        result.Diagnostics.ShouldBeEmpty();
        var digests = (await registry.PushAsync("hub/team/app", "1.10-slim", Image("team/app:1.10-slim")),
            await registry.PushAsync("hub/team/tool", "2.1.0", Image("team/tool:2.1.0")));
        result.Output.ShouldContain($"team/app:1.4-slim -> team/app:1.10-slim ({Amd64.Digest} -> {digests.Item1})");
        result.Output.ShouldContain($"team/tool:2.0.1 -> team/tool:2.1.0 (");
        Encoding.UTF8.GetString(File.ReadAllBytes(app.Combine("Dockerfile")))
            .ShouldBe(text.Replace("TOOL=2.0.1", "TOOL=2.1.0", StringComparison.Ordinal)
                .Replace($"app:1.4-slim@{Amd64.Digest}", $"app:1.10-slim@{digests.Item1}", StringComparison.Ordinal));
        workspace.Read("containerguard.lock.json").ShouldContain("\"team/tool:2.1.0\"");
        workspace.Read("containerguard.lock.json").ShouldNotContain("team/tool:2.0.1");

        (await app.Target("ContainerGuardPin", "-p:ContainerGuardLocked=true")).ShouldSucceed();
        (await app.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdatePolicy=minor")).ShouldSucceed().Output.ShouldContain(
            "has the newest tag within the policy 'minor'");
    }

    [Fact]
    public async Task Each_image_may_have_a_policy_and_a_minimum_age_of_its_own()
    {
        var registry = await StartRegistry();
        await Push(registry, "team/app", "1.4", "1.5");
        await Push(registry, "team/tool", "2.0.1", "3.0.0");
        var yesterday = DateTime.UtcNow.AddDays(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await registry.PushAsync("hub/team/app", "1.6", TestImage.Create(salt: "new", created: yesterday));
        using var workspace = package.NewRepository();
        var app = App(registry, workspace, "FROM team/app:1.4 AS base\nFROM team/tool:2.0.1\nCOPY --from=base /a /a\nUSER 1000\n")
            .Item("ContainerGuardImage", "team/app", ("Policy", "minor"), ("MinimumAge", "7"))
            .Item("ContainerGuardImage", "team/tool", ("Policy", "major"));

        (await app.Target("ContainerGuardUpdate")).ShouldSucceed().Output.ShouldContain(
            "team/app:1.6 is 1 day old. The update does not use it until it is 7 days old.");

        app.Read("Dockerfile").ShouldBe("FROM team/app:1.5 AS base\nFROM team/tool:3.0.0\nCOPY --from=base /a /a\nUSER 1000\n");
    }

    [Fact]
    public async Task Two_projects_that_share_an_image_and_a_lock_file_move_one_after_the_other()
    {
        var registry = await StartRegistry();
        await Push(registry, "team/app", "1.4", "1.5");
        using var workspace = package.NewRepository();
        var (one, two) = (App(registry, workspace, "FROM team/app:1.4\nUSER 1000\n", "one"),
            App(registry, workspace, "ARG APP=team/app:1.4\nFROM $APP\nUSER 1000\n", "two"));
        (await one.Target("ContainerGuardPin")).ShouldSucceed();

        (await one.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdatePolicy=minor")).ShouldSucceed().Output.ShouldContain(
            "team/app:1.4 stays in containerguard.lock.json");
        workspace.Read("containerguard.lock.json").ShouldContain("\"team/app:1.4\"");
        (await two.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdatePolicy=minor")).ShouldSucceed();

        workspace.Read("containerguard.lock.json").ShouldNotContain("\"team/app:1.4\"");
        two.Read("Dockerfile").ShouldBe("ARG APP=team/app:1.5\nFROM $APP\nUSER 1000\n");
    }

    [Fact]
    public async Task What_no_edit_certainly_means_is_a_warning_at_its_place()
    {
        var registry = await StartRegistry();
        await Push(registry, "team/app", "1.4", "1.5");
        using var workspace = package.NewRepository();
        var app = App(registry, workspace, "# the base\nARG V=1.4\nFROM team/app:$V\nARG V\nRUN echo $V\nUSER 1000\n");

        var warning = (await app.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdatePolicy=minor"))
            .ShouldSucceed().Diagnostics.ShouldHaveSingleItem();

        (warning.Code, warning.Line).ShouldBe(("CG0045", 2));
        warning.Message.ShouldContain("'team/app:1.4' can move to 'team/app:1.5'");
    }

    [Fact]
    public async Task Locked_mode_refuses_and_a_value_that_means_nothing_is_one_error()
    {
        var registry = await StartRegistry();
        await Push(registry, "team/app", "1.4", "1.5");
        using var workspace = package.NewRepository();
        var app = App(registry, workspace, "FROM team/app:1.4\nUSER 1000\n");

        (await app.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdatePolicy=minor", "-p:ContainerGuardLocked=true"))
            .ShouldFail().Errors.Single().Code.ShouldBe("CG0022");
        (await app.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdatePolicy=newest")).ShouldFail().Errors.Single().Code.ShouldBe(
            "CG0003");
        (await app.Target("ContainerGuardUpdate", "-p:ContainerGuardUpdateMinimumAge=week")).ShouldFail().Errors.Single().Code.ShouldBe(
            "CG0003");
        app.Item("ContainerGuardImage", "team/app", ("Policy", "mayor"));
        var error = (await app.Target("ContainerGuardUpdate")).ShouldFail().Errors.Single();
        error.Code.ShouldBe("CG0003");
        error.Message.ShouldStartWith("Policy of ContainerGuardImage 'team/app' has the invalid value 'mayor'. Did you mean 'major'?");
        app.Read("Dockerfile").ShouldBe("FROM team/app:1.4\nUSER 1000\n");
    }

    private static TestImage Image(string name) => TestImage.Create(salt: name);

    private static async Task Push(RegistryServer registry, string repository, string first, params string[] newer)
    {
        await registry.PushAsync($"hub/{repository}", first, Amd64);
        foreach (var tag in newer) await registry.PushAsync($"hub/{repository}", tag, Image($"{repository}:{tag}"));
    }

    private static TestProject App(RegistryServer registry, TestWorkspace workspace, string dockerfile, string name = "app") =>
        workspace.Web(name).Mirror("docker.io", $"{registry.Authority}/hub").File("Dockerfile", dockerfile);
}
