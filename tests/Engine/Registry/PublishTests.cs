using System.IO.Compression;
using System.Text;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>What <c>dotnet publish</c> says and leaves when the registry behind the mirror is as registries are.</summary>
public sealed class PublishTests(PublishedPackage package) : RegistryTest
{
    private const string LockFile = "containerguard.lock.json";
    private const string Dockerfile = "obj/container/Dockerfile";

    [Fact]
    public async Task The_digests_of_the_registry_are_locked_and_written_with_one_resolution_of_each_image()
    {
        var registry = await Filled();
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");

        (await app.Publish()).ShouldSucceed().Diagnostics.ShouldBeEmpty();

        app.Read(Dockerfile).ShouldContain($"{registry.Authority}/mcr/dotnet/aspnet:10.0-noble-chiseled-extra@{Index.Digest}");
        workspace.Read(LockFile).ShouldContain(Index.Digest);
        workspace.Read(LockFile).ShouldContain("\"mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra\"");
        registry.Requests.Count(request => request.Contains("/manifests/10.0", StringComparison.Ordinal))
            .ShouldBeLessThanOrEqualTo(4, string.Join('\n', registry.Requests));

        var before = registry.Requests.Count;
        (await app.Publish()).ShouldSucceed();
        registry.Requests.Count.ShouldBe(before, "the lock file answers");
    }

    [Fact]
    public async Task A_password_that_is_wrong_is_one_error_that_does_not_show_it()
    {
        var registry = await Filled(new RegistryServerOptions { RequirePassword = true });
        using var workspace = package.NewRepository();
        workspace.Write("docker/config.json", DockerConfig(registry, "not-the-password"));
        var app = workspace.Web()
            .Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr").Environment("DOCKER_CONFIG", workspace.Combine("docker"));

        var error = await OnlyErrorOf(app);

        (await app.Publish("-v:diagnostic")).ShouldFail().Output.ShouldNotContain("not-the-password");
        error.Code.ShouldBe("CG0011");
        error.Message.ShouldContain($"docker login {registry.Authority}");
        File.Exists(workspace.Combine(LockFile)).ShouldBeFalse();
        File.Exists(app.Combine(Dockerfile)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_password_that_is_right_opens_the_registry_and_is_in_no_log()
    {
        var registry = await Filled(new RegistryServerOptions { RequirePassword = true });
        using var workspace = package.NewRepository();
        workspace.Write("docker/config.json", DockerConfig(registry, RegistryServer.Password));
        var app = workspace.Web()
            .Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr").Environment("DOCKER_CONFIG", workspace.Combine("docker"));

        var result = (await app.Publish("-v:diagnostic")).ShouldSucceed();

        result.Output.ShouldNotContain(RegistryServer.Password);
        app.Read(Dockerfile).ShouldContain(Index.Digest);
    }

    [Fact]
    public async Task A_password_that_a_variable_holds_opens_the_registry_and_is_in_no_log_the_binary_one_included()
    {
        var registry = await Filled(new RegistryServerOptions { RequirePassword = true });
        using var workspace = package.NewRepository();
        var app = workspace.Web()
            .Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr").Environment("REGISTRY_TOKEN", RegistryServer.Password)
            .Item(
                "ContainerGuardCredential", registry.Authority, ("UserName", RegistryServer.Username),
                ("PasswordVariable", "REGISTRY_TOKEN"));

        var result = (await app.Publish("-v:diagnostic", $"-bl:{workspace.Combine("publish.binlog")}")).ShouldSucceed();

        result.Output.ShouldContain($"{registry.Authority}: credentials from the variable REGISTRY_TOKEN");
        var binaryLog = ReadBinaryLog(workspace.Combine("publish.binlog"));
        binaryLog.ShouldContain("credentials from the variable REGISTRY_TOKEN");
        foreach (var log in (string[])[result.Output, binaryLog])
        {
            log.ShouldNotContain(RegistryServer.Password);
            log.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RegistryServer.Username}:{RegistryServer.Password}")));
        }
    }

    [Fact]
    public async Task A_credential_helper_opens_the_registry_and_one_that_is_missing_is_one_error_that_names_it()
    {
        var registry = await Filled(new RegistryServerOptions { RequirePassword = true });
        using var workspace = package.NewRepository();
        workspace.Write("docker/config.json", "{\"credsStore\":\"test\"}");
        var app = workspace.Web()
            .Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr").Environment("DOCKER_CONFIG", workspace.Combine("docker"));

        var error = await OnlyErrorOf(app);
        workspace.Write("bin/docker-credential-test", $$"""
            #!/bin/sh
            echo '{"ServerURL":"'"$(cat)"'","Username":"{{RegistryServer.Username}}","Secret":"{{RegistryServer.Password}}"}'
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(workspace.Combine("bin/docker-credential-test"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        app.Environment("PATH", $"{workspace.Combine("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
        (await app.Publish("-v:diagnostic")).ShouldSucceed().Output.ShouldNotContain(RegistryServer.Password);

        error.Code.ShouldBe("CG0011");
        error.Message.ShouldContain("docker-credential-test");
    }

    [Fact]
    public async Task A_password_in_a_project_is_one_error_that_does_not_show_it()
    {
        using var workspace = package.NewRepository();

        var error = await OnlyErrorOf(
            workspace.Web().Item("ContainerGuardCredential", "registry.corp", ("UserName", "robot"), ("Password", "hunter2")));

        error.Code.ShouldBe("CG0003");
        error.Message.ShouldContain("PasswordVariable");
        error.Message.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_one_error_with_the_way_out()
    {
        var certificates = Own(new TestCertificates());
        var registry = await StartRegistry(new RegistryServerOptions { Tls = certificates.CreateServer("127.0.0.1") });
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");

        var error = await OnlyErrorOf(app);

        error.Code.ShouldBe("CG0012");
        error.Message.ShouldContain("ContainerGuardInsecureRegistry");
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_named()
    {
        var registry = await StartRegistry();
        using var workspace = package.NewRepository();

        var error = await OnlyErrorOf(workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr"));

        error.Code.ShouldBe("CG0013");
        error.Message.ShouldContain("mcr.microsoft.com/dotnet/sdk:10.0");
    }

    [Fact]
    public async Task Locked_mode_refuses_to_add_and_to_update_and_needs_no_registry_for_what_is_locked()
    {
        var registry = await Filled();
        using var workspace = package.NewRepository();
        var app = workspace.Web().Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");

        (await OnlyErrorOf(app, "-p:ContainerGuardLocked=true")).Code.ShouldBe("CG0022");
        File.Exists(workspace.Combine(LockFile)).ShouldBeFalse();

        (await app.Publish()).ShouldSucceed();
        var requests = registry.Requests.Count;
        (await app.Publish("-p:ContinuousIntegrationBuild=true")).ShouldSucceed();
        registry.Requests.Count.ShouldBe(requests);

        (await app.Target("ContainerGuardUpdate", "-p:ContainerGuardLocked=true")).ShouldFail().Errors.Single().Code.ShouldBe("CG0022");
    }

    [Fact]
    public async Task Two_projects_that_publish_at_the_same_time_leave_one_lock_file_with_the_images_of_both()
    {
        var registry = await Filled();
        using var workspace = package.NewRepository();
        var web = workspace.Web("web").Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");
        var console = workspace.Console("console").Mirror("mcr.microsoft.com", $"{registry.Authority}/mcr");

        var results = await Task.WhenAll(web.Publish(), console.Publish());

        results.ShouldAllBe(result => result.ExitCode == 0);
        var locked = workspace.Read(LockFile);
        locked.ShouldContain("dotnet/aspnet:10.0-noble-chiseled-extra");
        locked.ShouldContain("dotnet/runtime:10.0-noble-chiseled-extra");
        registry.Requests.Count(request => request == "GET /v2/mcr/dotnet/sdk/manifests/10.0")
            .ShouldBe(1, "the image that both share is asked for once");
        System.Text.Json.JsonDocument.Parse(locked).RootElement.GetProperty("images").EnumerateObject().Count().ShouldBe(3);
    }

    /// <summary>All of it as text: strings of a binary log are UTF-8 within GZip.</summary>
    internal static string ReadBinaryLog(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private async Task<RegistryServer> Filled(RegistryServerOptions? options = null)
    {
        var registry = await StartRegistry(options);
        await registry.PushAsync("mcr/dotnet/sdk", "10.0", Index);
        await registry.PushAsync("mcr/dotnet/aspnet", "10.0-noble-chiseled-extra", Index);
        await registry.PushAsync("mcr/dotnet/runtime", "10.0-noble-chiseled-extra", DockerList);
        return registry;
    }

    private static string DockerConfig(RegistryServer registry, string password)
    {
        var account = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{RegistryServer.Username}:{password}"));
        return $$"""{ "auths": { "{{registry.Authority}}": { "auth": "{{account}}" } } }""";
    }

    private static async Task<BuildDiagnostic> OnlyErrorOf(TestProject app, params string[] arguments)
    {
        var result = (await app.Publish(arguments)).ShouldFail();
        result.ExitCode.ShouldBe(1, result.Output);
        return result.Errors.ToArray().ShouldHaveSingleItem(result.Output);
    }
}
