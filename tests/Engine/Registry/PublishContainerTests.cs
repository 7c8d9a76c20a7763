using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>
/// The SDK's own PublishContainer with a real registry: its base is pinned, its properties are checked, its image is inspected.
/// </summary>
public sealed class PublishContainerTests(PublishedPackage package) : RegistryTest
{
    private const string LockFile = "containerguard.lock.json";
    private const string Config = """{"User":"1654","Env":["PATH=/usr/bin","APP_UID=1654"]}""";
    private static readonly byte[] Files = TestImage.Layer(
        ("etc/os-release", "ID=ubuntu\nVERSION_ID=\"24.04\"\nPRETTY_NAME=\"Ubuntu 24.04 LTS\"\n"),
        ("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/false\n"),
        ("usr/share/zoneinfo/UTC", "TZif"), ("etc/ssl/certs/ca-certificates.crt", "certificates"), ("usr/bin/dotnet", "program"),
        ("lib64/ld-linux-x86-64.so.2", "loader"));
    private static readonly TestImage Base = TestImage.CreateIndex(
        docker: false, TestImage.Create("linux/amd64", Config, layers: Files), TestImage.Create("linux/arm64", Config, layers: Files));
    private static readonly TestImage Moved = TestImage.CreateIndex(
        docker: false, TestImage.Create("linux/amd64", Config, created: "2026-10-01T00:00:00Z", layers: Files));

    [Theory]
    [InlineData("web", "dotnet/aspnet", "10.0", "")]
    [InlineData("worker", "dotnet/runtime", "10.0", "")]
    [InlineData("web", "dotnet/aspnet", "10.0-alpine", "alpine")]
    [InlineData("native", "dotnet/runtime-deps", "10.0-noble-chiseled", "")]
    public async Task The_base_that_the_SDK_chooses_is_locked_and_the_next_image_has_it_although_its_tag_has_moved(
        string kind, string repository, string tag, string family)
    {
        var registry = await StartRegistry();
        await registry.PushAsync($"mcr/{repository}", tag, Base);
        using var workspace = package.NewRepository();
        var app = kind switch
        {
            "web" => workspace.Web(),
            "worker" => workspace.Worker(),
            _ => workspace.Console().Property("PublishAot", "true").Property("InvariantGlobalization", "true"),
        };
        app.Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");
        if (family.Length > 0) app.Property("ContainerFamily", family);

        (await Publish(app, registry)).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        await registry.PushAsync($"mcr/{repository}", tag, Moved);
        (await Publish(app, registry, "-p:ContainerGuardLocked=true")).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        Locked(workspace, $"mcr.microsoft.com/{repository}:{tag}").ShouldBe(Base.Digest);
        var labels = (await ConfigOf(registry, "team/app", "1.0"))["config"]!["Labels"]!;
        $"{labels["org.opencontainers.image.base.digest"]}".ShouldBeOneOf(Base.Digest, Base.Images[0].Digest);
        $"{labels["org.opencontainers.image.base.name"]}".ShouldBe($"mcr.microsoft.com/{repository}:{tag}@{Base.Digest}");
    }

    [Fact]
    public async Task Without_the_package_the_image_is_the_same_but_for_the_pin()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("base/app", "1.4", Base);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Property("ContainerBaseImage", $"{registry.Authority}/base/app:1.4");

        (await Publish(app, registry)).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        var guarded = await ConfigOf(registry, "team/app", "1.0");
        (await Publish(app, registry, "-p:ContainerGuardEnabled=false")).ShouldSucceed();
        var plain = await ConfigOf(registry, "team/app", "1.0");

        Comparable(guarded).Replace($"@{Base.Digest}", "", StringComparison.Ordinal).ShouldBe(Comparable(plain));
        Comparable(guarded).ShouldContain($"/base/app:1.4@{Base.Digest}");
        Locked(workspace, $"{registry.Authority}/base/app:1.4").ShouldBe(Base.Digest);
    }

    [Fact]
    public async Task All_platforms_of_an_image_come_from_the_index_that_is_locked()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("mcr/dotnet/aspnet", "10.0", Base);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr")
            .Property("RuntimeIdentifiers", "linux-x64;linux-arm64").Property("UseAppHost", "false");

        (await Publish(app, registry)).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        var index = JsonNode.Parse(await Get(registry, "team/app", "manifests/1.0"))!;
        index["manifests"]!.AsArray().Select(static one => $"{one!["platform"]!["architecture"]}").ShouldBe(["amd64", "arm64"]);
        Locked(workspace, "mcr.microsoft.com/dotnet/aspnet:10.0").ShouldBe(Base.Digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("linux-x64;linux-arm64")]
    public async Task Two_publishes_of_the_same_sources_have_the_same_digest_on_request(string runtimes)
    {
        var registry = await StartRegistry();
        await registry.PushAsync("base/app", "1.4", Base);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Property("ContainerBaseImage", $"{registry.Authority}/base/app:1.4");
        if (runtimes.Length > 0) app.Property("RuntimeIdentifiers", runtimes).Property("UseAppHost", "false");

        var first = await Digests();
        var second = await Digests();

        second.ShouldBe(first);
        first.Length.ShouldBe(runtimes.Length == 0 ? 1 : 3);

        async Task<string[]> Digests()
        {
            foreach (var folder in (string[])["bin", "obj"])
            {
                var path = workspace.Combine("app", folder);
                if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            }

            var result = (await Publish(app, registry, "-p:ContainerGuardSourceDateEpoch=1767225600")).ShouldSucceed();
            result.Diagnostics.ShouldBeEmpty();
            string[] tags = ["1.0", .. runtimes.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(static one => $"1.0-{one}")];
            List<string> digests = [];
            foreach (var tag in tags)
            {
                var manifest = await Get(registry, "team/app", $"manifests/{tag}");
                digests.Add(TestImage.DigestOf(System.Text.Encoding.UTF8.GetBytes(manifest)));
                if (JsonNode.Parse(manifest)!["config"] is null) continue;
                var config = await ConfigOf(registry, "team/app", tag);
                $"{config["created"]}".ShouldBe("2026-01-01T00:00:00Z");
                $"{config["config"]!["Labels"]!["org.opencontainers.image.created"]}".ShouldBe("2026-01-01T00:00:00Z");
            }

            result.Output.ShouldContain($"has the time 2026-01-01 00:00:00 UTC and the digest {digests[0]}");
            return [.. digests];
        }
    }

    [Fact]
    public async Task A_reproducible_image_in_an_archive_is_not_possible_which_is_said()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("base/app", "1.4", Base);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Property("ContainerBaseImage", $"{registry.Authority}/base/app:1.4");

        var result = (await Publish(
            app, registry, "-p:ContainerGuardReproducible=true", $"-p:ContainerArchiveOutputPath={workspace.Combine("app.tar.gz")}"))
            .ShouldSucceed();

        result.Warnings.ShouldHaveSingleItem().Code.ShouldBe("CG0063");
    }

    [Fact]
    public async Task In_locked_mode_a_base_that_is_not_locked_is_one_error_whose_remedy_works()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("base/app", "1.4", Base);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Property("ContainerBaseImage", $"{registry.Authority}/base/app:1.4");

        var error = (await Publish(app, registry, "-p:ContinuousIntegrationBuild=true")).ShouldFail().Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CG0022");
        error.Message.ShouldContain("dotnet build -t:ContainerGuardPinContainer");
        (await Publish(app, registry, "-p:ContainerGuardOffline=true")).ShouldFail().Errors.ShouldHaveSingleItem().Code.ShouldBe("CG0023");
        (await app.Target("ContainerGuardPinContainer", "-p:ContinuousIntegrationBuild=true")).ShouldSucceed().Diagnostics.ShouldBeEmpty();
        (await Publish(app, registry, "-p:ContinuousIntegrationBuild=true", "-p:ContainerGuardOffline=true",
            "-p:ContainerGuardInspectOnBuild=false"))
            .ShouldSucceed().Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_violated_practice_is_at_the_line_that_sets_it_and_nothing_is_pushed()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("base/app", "1.4", Base);
        using var workspace = package.NewRepository();
        workspace.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <Nullable>enable</Nullable>
                <ContainerUser>root</ContainerUser>
              </PropertyGroup>
            </Project>
            """);
        var app = workspace.Web().Property("ContainerBaseImage", $"{registry.Authority}/base/app:1.4")
            .Item("ContainerEnvironmentVariable", "DB_PASSWORD", ("Value", "hunter2-of-the-database"))
            .Item("ContainerEnvironmentVariable", "GREETING", ("Value", "hello"));

        var result = (await Publish(app, registry)).ShouldFail();

        var root = result.Errors.ShouldHaveSingleItem();
        (root.Code, Path.GetFileName(root.File), root.Line).ShouldBe(("CG3001", "Directory.Build.props", 4));
        root.Message.ShouldContain("ContainerUser");
        var secret = result.Warnings.ShouldHaveSingleItem();
        (secret.Code, Path.GetFileName(secret.File), secret.Line).ShouldBe(("CG4001", "app.csproj", LineOf(app, "DB_PASSWORD")));
        result.Output.ShouldNotContain("hunter2");
        registry.Log.ShouldNotContain(static line => line.Contains("PUT /v2/team/app/manifests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ports_labels_and_registries_are_checked_at_their_items()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("base/app", "1.4", Base);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Property("ContainerBaseImage", $"{registry.Authority}/base/app:1.4")
            .Item("ContainerPort", "80", ("Type", "tcp"))
            .Item("ContainerLabel", "org.opencontainers.image.url", ("Value", "not a url"))
            .Item("ContainerGuardLabelSchema", "org.opencontainers.image.url", ("Type", "url"))
            .Item("ContainerGuardLabelSchema", "com.example.team", ("Required", "true"))
            .Item("ContainerGuardTrustedRegistry", "registry.example.com");

        var found = (await Publish(app, registry)).ShouldFail().Diagnostics;

        Places("CG2008").ShouldBe([LineOf(app, "<ContainerBaseImage>")]);
        Places("CG3003").ShouldBe([LineOf(app, "<ContainerPort")]);
        Places("CG9005").ShouldBe([LineOf(app, "<ContainerLabel")]);
        Places("CG9002").ShouldBe([LineOf(app, "<ContainerBaseImage>")]);
        found.Count.ShouldBe(4);

        IEnumerable<int> Places(string code) => found.Where(one => one.Code == code).Select(static one => one.Line);
    }

    [Fact]
    public async Task A_property_that_a_condition_or_the_command_line_sets_has_no_line()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("base/app", "1.4", Base);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Property("ContainerBaseImage", $"{registry.Authority}/base/app:1.4").Property("ContainerUser", "1654");
        app.Xml(static root => root.AddProperty("ContainerUser", "0").Condition = "'$(AsRoot)' == 'true'");

        var byCondition = (await Publish(app, registry, "-p:AsRoot=true")).ShouldFail().Errors.ShouldHaveSingleItem();
        var byCommand = (await Publish(app, registry, "-p:ContainerUser=root")).ShouldFail().Errors.ShouldHaveSingleItem();

        (byCondition.Code, Path.GetFileName(byCondition.File), byCondition.Line).ShouldBe(("CG3001", "app.csproj", 1));
        (byCommand.Code, Path.GetFileName(byCommand.File), byCommand.Line).ShouldBe(("CG3001", "app.csproj", 1));
    }

    [Fact]
    public async Task A_finding_in_the_pushed_image_says_that_the_registry_has_it_and_before_the_push_it_does_not()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("base/app", "1.4", Base);
        using var workspace = package.NewRepository();
        var app = workspace.Web().Property("ContainerBaseImage", $"{registry.Authority}/base/app:1.4")
            .Item("ContainerGuardExpect", "file", ("Path", "/app/missing.txt"));

        var before = (await Publish(app, registry, "-p:ContainerGuardInspectBeforePush=true")).ShouldFail().Errors.ShouldHaveSingleItem();
        registry.Log.ShouldNotContain(static line => line.Contains("PUT /v2/team/app/manifests", StringComparison.Ordinal));
        var after = (await Publish(app, registry)).ShouldFail().Errors.ShouldHaveSingleItem();

        (before.Code, after.Code).ShouldBe(("CG8034", "CG8034"));
        before.Message.ShouldNotContain("@sha256:");
        var digest = TestImage.DigestOf(System.Text.Encoding.UTF8.GetBytes(await Get(registry, "team/app", "manifests/1.0")));
        after.Message.ShouldContain($"{registry.Authority}/team/app@{digest} is in the registry already");
    }

    [Fact]
    public async Task A_project_that_publishes_no_container_asks_nobody_and_locks_nothing()
    {
        using var workspace = package.NewRepository();
        var app = workspace.Web().Property("ContainerBaseImage", "registry.invalid/base:1").Property("ContainerUser", "root")
            .Property("ContainerGuardGenerateOnPublish", "false");

        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        File.Exists(workspace.Combine(LockFile)).ShouldBeFalse();
    }

    /// <summary>The SDK has a variable of its own for registries without TLS.</summary>
    private static Task<CommandResult> Publish(TestProject app, RegistryServer registry, params string[] arguments) =>
        app.Environment("DOTNET_CONTAINER_INSECURE_REGISTRIES", registry.Authority).Publish([
        "-t:PublishContainer", $"-p:ContainerRegistry={registry.Authority}", "-p:ContainerRepository=team/app", "-p:ContainerImageTag=1.0",
        "-p:ContainerGuardGenerateOnPublish=false", .. arguments]);

    private static string Locked(TestWorkspace workspace, string key) =>
        JsonDocument.Parse(workspace.Read(LockFile)).RootElement.GetProperty("images").GetProperty(key).GetProperty("digest").GetString()!;

    private static int LineOf(TestProject app, string text) =>
        1 + Array.FindIndex(File.ReadAllLines(app.ProjectFile), line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>The configuration without what the clock decides: times, and the layer with the application's times.</summary>
    private static string Comparable(JsonNode config)
    {
        var copy = config.DeepClone().AsObject();
        copy.Remove("created");
        foreach (var step in copy["history"]?.AsArray() ?? []) step!.AsObject().Remove("created");
        var labels = copy["config"]!["Labels"]!.AsObject();
        labels.Remove("org.opencontainers.image.created");
        labels.Remove("org.opencontainers.artifact.created");

        // The layer of the application has the time of its publish.
        var layers = copy["rootfs"]!["diff_ids"]!.AsArray();
        layers[^1] = "application";
        return copy.ToJsonString();
    }

    private static async Task<JsonNode> ConfigOf(RegistryServer registry, string repository, string tag)
    {
        var manifest = JsonNode.Parse(await Get(registry, repository, $"manifests/{tag}"))!;
        return JsonNode.Parse(await Get(registry, repository, $"blobs/{manifest["config"]!["digest"]}"))!;
    }

    private static async Task<string> Get(RegistryServer registry, string repository, string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{registry.Authority}/v2/{repository}/{path}"));
        foreach (var type in (string[])["application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json"])
        {
            request.Headers.Accept.ParseAdd(type);
        }

        using var response = await http.SendAsync(request, Cancelled);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(Cancelled);
    }
}
