using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>The target <c>ContainerGuardOutdated</c> against a registry in which time has gone on.</summary>
public sealed class OutdatedTests(PublishedPackage package) : RegistryTest
{
    private const string Dockerfile = """
        FROM team/app:1.4-slim AS base
        FROM team/tool:2.0.1
        COPY --from=base /a /a
        USER 1000

        """;

    [Fact]
    public async Task Moved_digests_and_newer_versions_are_a_table_findings_JSON_SARIF_and_a_signed_post()
    {
        var registry = await StartRegistry();
        using var workspace = package.NewRepository();
        var app = await Locked(registry, workspace);
        var before = workspace.Read("containerguard.lock.json");
        using var receiver = new WebhookReceiver();
        app.Environment("HOOK", receiver.Address.ToString()).Environment("HOOK_KEY", "s3cret");

        (await app.Target("ContainerGuardOutdated", "-p:ContainerGuardWebhookVariable=HOOK")).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        receiver.Posted.ShouldBeEmpty("there is nothing to say yet");

        await registry.PushAsync("hub/team/app", "1.4-slim", Arm64);
        foreach (var tag in (string[])["1.5-slim", "1.10-slim", "2.0-alpine", "3.0-slim-rc1"])
        {
            await registry.PushAsync("hub/team/app", tag, Amd64);
        }

        foreach (var tag in (string[])["2.0.2", "2.0.3-rc1", "3.0.0"]) await registry.PushAsync("hub/team/tool", tag, Amd64);
        var result = (await app.Target(
            "ContainerGuardOutdated", "-p:ContainerGuardOutdatedJson=outdated.json", "-p:ContainerGuardOutdatedSarif=outdated.sarif",
            "-p:ContainerGuardWebhookVariable=HOOK", "-p:ContainerGuardWebhookSecretVariable=HOOK_KEY")).ShouldSucceed();

        result.Output.ShouldMatch(@"team/app:1\.4-slim +moved +- +1\.10-slim +- +-");
        result.Output.ShouldMatch(@"team/tool:2\.0\.1 +unchanged +2\.0\.2 +- +3\.0\.0 +-");
        result.Output.ShouldNotContain("do-not-show");
        result.Output.ShouldNotContain("s3cret");
        var moved = result.Diagnostics.ShouldHaveSingleItem();
        moved.Code.ShouldBe("CG0040");
        moved.Message.ShouldContain("ContainerGuardUpdate");
        before.ReplaceLineEndings("\n").Split('\n')[moved.Line - 1].ShouldContain("team/app:1.4-slim");

        using var json = JsonDocument.Parse(app.Read("outdated.json"));
        var images = json.RootElement.GetProperty("images").EnumerateArray().ToArray();
        images.Select(image => image.GetProperty("minor").GetString()).ShouldBe(["1.10-slim", null]);
        images.Select(image => image.GetProperty("moved").GetBoolean()).ShouldBe([true, false]);
        images[0].GetProperty("current").GetString().ShouldBe(Arm64.Digest);
        using var sarif = JsonDocument.Parse(app.Read("outdated.sarif"));
        sarif.RootElement.GetProperty("runs")[0].GetProperty("results")
            .EnumerateArray().Select(found => found.GetProperty("ruleId").GetString()).ShouldBe(["CG0040", "CG0041", "CG0041"]);

        var posted = receiver.Posted.ShouldHaveSingleItem();
        posted.Headers["X-ContainerGuard-Signature-256"].ShouldBe(
            "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, posted.Body)));
        Encoding.UTF8.GetString(posted.Body).ShouldContain("1.10-slim");
        workspace.Read("containerguard.lock.json").ShouldBe(before);
    }

    [Fact]
    public async Task MSBuild_s_own_properties_say_what_fails_a_build()
    {
        var registry = await StartRegistry();
        using var workspace = package.NewRepository();
        var app = await Locked(registry, workspace);
        await registry.PushAsync("hub/team/tool", "2.0.1", Arm64);

        (await app.Target("ContainerGuardOutdated", "-p:WarningsAsErrors=CG0040")).ShouldFail().Errors.Single().Code.ShouldBe("CG0040");
        (await app.Target("ContainerGuardUpdate")).ShouldSucceed();
        (await app.Target("ContainerGuardOutdated", "-p:WarningsAsErrors=CG0040")).ShouldSucceed().Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_digest_that_is_gone_and_an_entry_that_was_edited_are_errors_where_the_lock_file_is_verified()
    {
        var registry = await StartRegistry();
        using var workspace = package.NewRepository();
        var app = await Locked(registry, workspace);
        (await app.Target("ContainerGuardVerify")).ShouldSucceed().Output.ShouldContain("2 images in the registry match");

        var locked = workspace.Read("containerguard.lock.json");
        workspace.Write("containerguard.lock.json", locked.Replace("linux/amd64", "linux/arm64", StringComparison.Ordinal));
        var edited = (await app.Target("ContainerGuardVerify")).ShouldFail().Errors.ToArray();
        edited.Select(error => error.Code).Distinct().ShouldBe(["CG0044"]);
        edited[0].Message.ShouldContain("has the platforms linux/amd64 at the registry and linux/arm64 in the lock file");

        workspace.Write("containerguard.lock.json", locked.Replace(Amd64.Digest, Index.Digest, StringComparison.Ordinal));
        (await app.Target("ContainerGuardVerify")).ShouldFail().Errors.ShouldAllBe(
            error => error.Code == "CG0044" && error.Message.Contains("no longer has"));
    }

    [Fact]
    public async Task A_registry_that_is_down_is_one_error_and_offline_asks_nobody()
    {
        var registry = await StartRegistry();
        using var workspace = package.NewRepository();
        var app = await Locked(registry, workspace);
        await registry.DisposeAsync();

        (await app.Target("ContainerGuardOutdated")).ShouldFail().Errors.Single().Code.ShouldBe("CG0010");
        (await app.Target("ContainerGuardOutdated", "-p:ContainerGuardOffline=true")).ShouldFail().Errors.Single().Code.ShouldBe("CG0023");
    }

    private static async Task<TestProject> Locked(RegistryServer registry, TestWorkspace workspace)
    {
        await registry.PushAsync("hub/team/app", "1.4-slim", Amd64);
        await registry.PushAsync("hub/team/tool", "2.0.1", Amd64);
        var app = workspace.Web().Mirror("docker.io", $"{registry.Authority}/hub").File("Dockerfile", Dockerfile);
        (await app.Target("ContainerGuardPin")).ShouldSucceed();
        return app;
    }
}
