using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>
/// A bot moves the digest in FROM, and a repository gets its first pins: the commands that a person or a job then calls, with a real
/// registry behind a mirror.
/// </summary>
public sealed class BotTests(PublishedPackage package) : RegistryTest
{
    private const string LockFile = "containerguard.lock.json";
    private static readonly TestImage New =
        TestImage.CreateIndex(docker: false, TestImage.Create("linux/amd64", """{"User":"bot"}"""), TestImage.Create("linux/s390x"));

    [Theory]
    [InlineData("ContainerGuardPin")]
    [InlineData("ContainerGuardUpdate")]
    [InlineData("ContainerGuardFix")]
    public async Task The_digest_of_a_bot_comes_into_the_lock_file_in_CI_too_and_stays_in_the_Dockerfile(string target)
    {
        var (registry, workspace, app) = await Pinned();
        using var _ = workspace;
        await registry.PushAsync("hub/team/app", "1.4", New);
        var moved = $"FROM team/app:1.4@{New.Digest}\nUSER 1000\n";
        app.File("Dockerfile", moved);

        (await app.Build()).ShouldSucceed().Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["CG2009"]);
        var refused = (await app.Publish("-p:ContinuousIntegrationBuild=true")).ShouldFail().Errors.ShouldHaveSingleItem();
        (await app.Target(target, "-p:ContinuousIntegrationBuild=true")).ShouldSucceed();

        refused.Code.ShouldBe("CG0022");
        refused.Message.ShouldContain("dotnet build -t:ContainerGuardPin");
        app.Read("Dockerfile").ShouldBe(moved);
        var entry = Entry(workspace, "team/app:1.4");
        entry.GetProperty("digest").GetString().ShouldBe(New.Digest);
        entry.GetProperty("platforms").EnumerateObject().Select(platform => platform.Name).ShouldBe(["linux/amd64", "linux/s390x"]);
        entry.GetProperty("config").GetProperty("user").GetString().ShouldBe("bot");
        (await app.Publish("-p:ContinuousIntegrationBuild=true")).ShouldSucceed().Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_preset_for_Renovate_moves_the_lock_file_and_the_next_pin_completes_the_entry()
    {
        var (registry, workspace, app) = await Pinned();
        using var _ = workspace;
        await registry.PushAsync("hub/team/app", "1.4", New);

        // As Renovate does it: the match of the expression is replaced with the template, its variables filled in.
        var page = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "bots.md"), Cancelled);
        var manager = JsonDocument.Parse(
            Regex.Match(page, "```json\n(.*?)```", RegexOptions.Singleline).Groups[1].Value).RootElement.GetProperty("customManagers")[0];
        var match = Regex.Match(workspace.Read(LockFile), manager.GetProperty("matchStrings")[0].GetString()!);
        (match.Groups["depName"].Value, match.Groups["currentValue"].Value, match.Groups["currentDigest"].Value).ShouldBe(
            ("team/app", "1.4", Index.Digest));
        var replacement = manager.GetProperty("autoReplaceStringTemplate").GetString()!
            .Replace("{{{depName}}}", "team/app", StringComparison.Ordinal)
            .Replace("{{#if newValue}}{{{newValue}}}{{else}}{{{currentValue}}}{{/if}}", "1.4", StringComparison.Ordinal)
            .Replace("{{#if newDigest}}{{{newDigest}}}{{else}}{{{currentDigest}}}{{/if}}", New.Digest, StringComparison.Ordinal);
        workspace.Write(LockFile, workspace.Read(LockFile).Replace(match.Value, replacement, StringComparison.Ordinal));
        app.File("Dockerfile", $"FROM team/app:1.4@{New.Digest}\nUSER 1000\n");

        (await app.Publish("-p:ContinuousIntegrationBuild=true")).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        Entry(workspace, "team/app:1.4").TryGetProperty("config", out var __).ShouldBeFalse();
        (await app.Target("ContainerGuardPin")).ShouldSucceed();

        Entry(workspace, "team/app:1.4").GetProperty("config").GetProperty("user").GetString().ShouldBe("bot");
    }

    [Fact]
    public async Task One_command_pins_and_fixes_a_Dockerfile_without_a_lock_file_and_a_dry_run_writes_nothing()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("hub/team/app", "1.4", Index);
        await registry.PushAsync("hub/team/tool", "2.0.1", Amd64);
        using var workspace = package.NewRepository();
        const string Before = "FROM team/app:1.4 AS base\nFROM team/tool:2.0.1\nCOPY --from=base /a /a\nUSER 1000\n";
        var app = App(registry, workspace, Before);

        var finding = (await app.Build("-p:ContainerGuardPinning=prefer")).ShouldSucceed().Warnings.ShouldHaveSingleItem();
        (finding.Code, finding.Line).ShouldBe(("CG2003", 1));
        finding.Message.ShouldContain("'team/app:1.4' and 1 more image are not pinned");
        finding.Message.ShouldContain("dotnet build -t:ContainerGuardFix");

        (await app.Target("ContainerGuardFix", "-p:ContainerGuardFixDryRun=true")).ShouldSucceed().Output.ShouldContain(
            $"+FROM team/app:1.4@{Index.Digest} AS base");
        app.Read("Dockerfile").ShouldBe(Before);
        File.Exists(workspace.Combine(LockFile)).ShouldBeFalse();

        (await app.Target("ContainerGuardFix", "-p:ContainerGuardFixRules=CG2003")).ShouldSucceed();
        app.Read("Dockerfile").ShouldBe(
            $"FROM team/app:1.4@{Index.Digest} AS base\nFROM team/tool:2.0.1@{Amd64.Digest}\nCOPY --from=base /a /a\nUSER 1000\n");
        Entry(workspace, "team/tool:2.0.1").GetProperty("digest").GetString().ShouldBe(Amd64.Digest);
        (await app.Build()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_mirror_goes_into_a_person_s_Dockerfile_only_by_a_property()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("hub/team/app", "1.4", Index);
        using var workspace = package.NewRepository();
        var app = App(registry, workspace, "FROM team/app:1.4\nUSER 1000\n").Property("ContainerGuardMirrorInFiles", "true");

        (await app.Target("ContainerGuardFix", "-p:ContainerGuardFixRules=CG2003")).ShouldSucceed();

        app.Read("Dockerfile").ShouldBe($"FROM {registry.Authority}/hub/team/app:1.4@{Index.Digest}\nUSER 1000\n");
        Entry(workspace, "team/app:1.4").GetProperty("digest").GetString().ShouldBe(Index.Digest);
        (await app.Build()).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        (await app.Target("ContainerGuardPin", "-p:ContainerGuardLocked=true")).ShouldSucceed();
    }

    [Fact]
    public async Task A_nightly_update_in_CI_moves_the_digest_in_Dockerfile_and_lock_file_together()
    {
        var (registry, workspace, app) = await Pinned();
        using var _ = workspace;
        await registry.PushAsync("hub/team/app", "1.4", New);

        (await app.Target("ContainerGuardUpdate", "-p:ContinuousIntegrationBuild=true", "-p:ContainerGuardLocked=true"))
            .ShouldFail().Errors.Single().Code.ShouldBe("CG0022");
        (await app.Target("ContainerGuardUpdate", "-p:ContinuousIntegrationBuild=true")).ShouldSucceed().Output.ShouldContain(
            $"team/app:1.4: {Index.Digest} -> {New.Digest}");

        app.Read("Dockerfile").ShouldBe($"FROM team/app:1.4@{New.Digest}\nUSER 1000\n");
        Entry(workspace, "team/app:1.4").GetProperty("digest").GetString().ShouldBe(New.Digest);
    }

    private async Task<(RegistryServer Registry, TestWorkspace Workspace, TestProject App)> Pinned()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("hub/team/app", "1.4", Index);
        var workspace = package.NewRepository();
        var app = App(registry, workspace, $"FROM team/app:1.4@{Index.Digest}\nUSER 1000\n");
        (await app.Target("ContainerGuardPin")).ShouldSucceed();
        Entry(workspace, "team/app:1.4").GetProperty("digest").GetString().ShouldBe(Index.Digest);
        return (registry, workspace, app);
    }

    private static TestProject App(RegistryServer registry, TestWorkspace workspace, string dockerfile) =>
        workspace.Console("app").Mirror("docker.io", $"{registry.Authority}/hub").File("Dockerfile", dockerfile);

    private static JsonElement Entry(TestWorkspace workspace, string key) =>
        JsonDocument.Parse(workspace.Read(LockFile)).RootElement.GetProperty("images").GetProperty(key);
}
