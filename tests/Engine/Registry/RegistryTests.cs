using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ContainerGuard.Http;
using ContainerGuard.Images;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>What the tests against real registries share.</summary>
public abstract class RegistryTest : IAsyncLifetime
{
    private readonly Stack<object> _owned = [];

    private protected static readonly TestImage Amd64 =
        TestImage.Create("linux/amd64", """{"User":"1654","ExposedPorts":{"8080/tcp":{}},"Env":["PATH=/bin","APP_UID=1654"]}""");
    private protected static readonly TestImage Arm64 = TestImage.Create("linux/arm64");
    private protected static readonly TestImage Index = TestImage.CreateIndex(docker: false, Amd64, Arm64);
    private protected static readonly TestImage DockerList =
        TestImage.CreateIndex(docker: true, TestImage.Create("linux/amd64", docker: true), TestImage.Create("linux/arm/v7", docker: true));

    private protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Skips where there is no docker-registry; on CI, where there must be one, fails.</summary>
    public virtual ValueTask InitializeAsync()
    {
        if (RegistryServer.WhyMissing is { } why)
        {
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            {
                Assert.Fail($"This test needs a real registry: {why}");
            }

            Assert.Skip($"This test needs a real registry: {why}");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Ends what the test owns, the last first.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        while (_owned.TryPop(out var resource))
        {
            if (resource is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                ((IDisposable)resource).Dispose();
            }
        }
    }

    private protected async Task<RegistryServer> StartRegistry(RegistryServerOptions? options = null) =>
        Own(await RegistryServer.StartAsync(options));

    /// <summary>Ends something with the test.</summary>
    private protected T Own<T>(T resource)
        where T : notnull
    {
        _owned.Push(resource);
        return resource;
    }

    private protected static async Task<ResolvedImage> Resolve(string reference, RegistryOptions? options = null)
    {
        using var client = new RegistryClient(options ?? new());
        return await client.ResolveAsync(ImageReference.Parse(reference), Cancelled);
    }

    private protected static async Task<RegistryProblem> ShouldFail(
        RegistryProblemKind kind, string reference, RegistryOptions? options = null)
    {
        var failure = (await Should.ThrowAsync<RegistryException>(() => Resolve(reference, options))).Problem;
        failure.Kind.ShouldBe(kind, failure.Message);
        $"{failure}".ShouldNotContain(RegistryServer.Password);
        return failure;
    }

    /// <summary>Runs skopeo; where there is none, skips the test, and on CI fails it.</summary>
    private protected static async Task<CommandResult> Skopeo(params string[] arguments)
    {
        try
        {
            return await Command.RunAsync("skopeo", arguments, Path.GetTempPath());
        }
        catch (System.ComponentModel.Win32Exception) when (Environment.GetEnvironmentVariable("CI") is not ("true" or "1"))
        {
            Assert.Skip("skopeo is not installed; on Debian it is in the package of that name");
            throw;
        }
    }

    /// <summary>Credentials as <c>docker login</c> stores them.</summary>
    private protected static IKeychain DockerLogin(TemporaryDirectory folder, string registry, string password = RegistryServer.Password)
    {
        var auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RegistryServer.Username}:{password}"));
        return new ConfigFileKeychain(
            folder.Write("config.json", $$"""{"auths":{"{{registry}}":{"auth":"{{auth}}"} } }"""), static _ => null);
    }
}

public class OpenRegistryTests : RegistryTest
{
    private RegistryServer _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _registry = await StartRegistry();
        await _registry.PushAsync("dotnet/aspnet", "10.0", Index);
        await _registry.PushAsync("library/node", "24", DockerList);
        await _registry.PushAsync("library/app", "1", Arm64);
    }

    [Fact]
    public async Task An_OCI_index_resolves_to_its_digest_platforms_and_facts()
    {
        var image = await Resolve($"{_registry.Authority}/dotnet/aspnet:10.0");

        image.Digest.ToString().ShouldBe(Index.Digest);
        image.Platforms.Keys.ShouldBe(["linux/amd64", "linux/arm64"]);
        image.Config!.User.ShouldBe("1654");
        image.Config.ExposedPorts.ShouldBe(["8080/tcp"]);
        image.Config.Environment.ShouldBe(["APP_UID", "PATH"]);
    }

    [Fact]
    public async Task A_Docker_list_resolves_to_its_digest_and_platforms()
    {
        var image = await Resolve($"{_registry.Authority}/library/node:24");

        image.Digest.ToString().ShouldBe(DockerList.Digest);
        image.MediaType.ShouldBe("application/vnd.docker.distribution.manifest.list.v2+json");
        image.Platforms.Keys.ShouldBe(["linux/amd64", "linux/arm/v7"]);
    }

    [Fact]
    public async Task A_single_manifest_resolves_too() =>
        (await Resolve($"{_registry.Authority}/library/app:1")).Platforms.Single().ShouldBe(
            new("linux/arm64", ImageDigest.Parse(Arm64.Digest)));

    [Fact]
    public async Task The_registry_sees_a_ping_and_four_GETs()
    {
        await Resolve($"{_registry.Authority}/dotnet/aspnet:10.0");

        // A line of the access log may come after the answer.
        await WaitFor(() => _registry.Requests.Count >= 5);
        _registry.Requests.ShouldBe([
            "GET /v2/",
            "GET /v2/dotnet/aspnet/manifests/10.0",
            $"GET /v2/dotnet/aspnet/manifests/{Amd64.Digest}",
            $"GET /v2/dotnet/aspnet/blobs/{TestImage.DigestOf(Amd64.Blobs[0])}",
            $"GET /v2/dotnet/aspnet/blobs/{TestImage.DigestOf(Amd64.Blobs[1])}",
        ]);
    }

    [Fact]
    public async Task A_tag_that_does_not_exist_is_said_to_be_unknown()
    {
        var failure = await ShouldFail(RegistryProblemKind.NotFound, $"{_registry.Authority}/dotnet/aspnet:99");

        failure.Message.ShouldBe(
            $"{_registry.Authority} answered 404 Not Found to GET http://{_registry.Authority}/v2/dotnet/aspnet/manifests/99: "
                + "manifest unknown (MANIFEST_UNKNOWN)");
    }

    [Fact]
    public async Task A_registry_that_is_not_there_is_said_so_with_its_port()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var failure = await ShouldFail(
            RegistryProblemKind.Unreachable, $"127.0.0.1:{port}/app:1", new RegistryOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });

        failure.Message.ShouldBe(
            $"127.0.0.1:{port} could not be reached: nothing listens on port {port} (GET https://127.0.0.1:{port}/v2/)");
    }

    [Fact]
    public async Task A_cache_in_front_of_it_gives_the_same_digest()
    {
        var cache = await StartRegistry(new RegistryServerOptions { CacheOf = new Uri($"http://{_registry.Authority}") });

        (await Resolve($"{cache.Authority}/dotnet/aspnet:10.0")).Digest.ToString().ShouldBe(Index.Digest);
    }

    [Fact]
    public async Task Skopeo_says_the_same_of_every_kind_of_image()
    {
        var names = new[] { "dotnet/aspnet:10.0", "library/node:24", "library/app:1", $"dotnet/aspnet@{Arm64.Digest}" };
        using var client = new RegistryClient(new());
        foreach (var name in names)
        {
            var reference = ImageReference.Parse($"{_registry.Authority}/{name}");
            var ours = await client.ResolveAsync(reference, Cancelled);
            var theirs = await Skopeo("inspect", "--raw", "--tls-verify=false", $"docker://{reference.Familiar}");

            ours.Digest.ShouldBe(ImageDigest.Of(Encoding.UTF8.GetBytes(theirs.StandardOutput.TrimEnd('\r', '\n'))));
        }
    }

    [Fact]
    public async Task What_skopeo_copies_from_OCI_to_Docker_s_format_resolves_as_skopeo_says()
    {
        var copy = $"docker://{_registry.Authority}/library/copied:1";
        (await Skopeo(
            "copy", "--format=v2s2", "--src-tls-verify=false", "--dest-tls-verify=false", $"docker://{_registry.Authority}/library/app:1",
            copy, "--override-arch=arm64"))
            .ExitCode.ShouldBe(0);
        var digest =
            (await Skopeo("inspect", "--format={{.Digest}}", "--tls-verify=false", "--override-arch=arm64", copy)).StandardOutput.Trim();

        var image = await Resolve($"{_registry.Authority}/library/copied:1");

        image.Digest.ToString().ShouldBe(digest);
        image.MediaType.ShouldBe("application/vnd.docker.distribution.manifest.v2+json");
    }

    internal static async Task WaitFor(Func<bool> condition)
    {
        for (var i = 0; i < 100 && !condition(); i++)
        {
            await Task.Delay(20, Cancelled);
        }
    }
}

public class PasswordRegistryTests : RegistryTest
{
    private TemporaryDirectory _folder = null!;
    private RegistryServer _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _folder = Own(new TemporaryDirectory());
        _registry = await StartRegistry(new RegistryServerOptions { RequirePassword = true });
        using var http = new HttpClient { BaseAddress = new Uri($"http://{_registry.Authority}/v2/library/app/") };
        http.DefaultRequestHeaders.Authorization = new Credential(RegistryServer.Username, RegistryServer.Password, false, "").ToBasic();
        await RegistryServer.PushAsync(http, "1", Amd64);
    }

    [Fact]
    public async Task Stored_credentials_open_it() =>
        (await Resolve(
            $"{_registry.Authority}/library/app:1", new RegistryOptions { Keychain = DockerLogin(_folder, _registry.Authority) }))
            .Digest.ToString().ShouldBe(Amd64.Digest);

    [Fact]
    public async Task A_wrong_password_is_said_to_be_refused_and_never_shown()
    {
        var failure = await ShouldFail(
            RegistryProblemKind.Unauthorized, $"{_registry.Authority}/library/app:1",
            new RegistryOptions { Keychain = DockerLogin(_folder, _registry.Authority, "wrong-s3cret") });

        failure.Message.ShouldContain("401 Unauthorized");
        failure.Remedy.ShouldContain($"refused. Log in again with 'docker login {_registry.Authority}'");
        $"{failure} {string.Join('\n', _registry.Log)}".ShouldNotContain("wrong-s3cret");
    }

    [Fact]
    public async Task No_password_is_asked_for() =>
        (await ShouldFail(RegistryProblemKind.Unauthorized, $"{_registry.Authority}/library/app:1")).Remedy.ShouldContain(
            "if it is private, log in with");
}

public class TlsRegistryTests : RegistryTest
{
    private TestCertificates _certificates = null!;
    private RegistryServer _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _certificates = Own(new TestCertificates());
        await StartAsync("127.0.0.1");
    }

    private async Task StartAsync(string name, DateTimeOffset? until = null, string? clientAuthority = null)
    {
        _registry = await StartRegistry(
            new RegistryServerOptions { Tls = _certificates.CreateServer(name, until), ClientAuthority = clientAuthority });
        var (certificate, key) = _certificates.CreateServer("pusher");
        using var own = X509Certificate2.CreateFromPemFile(certificate, key);
        using var handler = HttpHandlers.Create(verifyCertificates: false, new HostCertificates([], [own]));
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://{_registry.Authority}/v2/library/app/") };
        await RegistryServer.PushAsync(http, "1", Amd64);
    }

    [Fact]
    public async Task A_certificate_by_a_trusted_authority_is_trusted()
    {
        var options = new RegistryOptions
        {
            CreateHandler = (_, _) => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                SslOptions = new SslClientAuthenticationOptions
                {
                    CertificateChainPolicy = new X509ChainPolicy
                    {
                        TrustMode = X509ChainTrustMode.CustomRootTrust,
                        CustomTrustStore = { _certificates.Authority },
                        RevocationMode = X509RevocationMode.NoCheck,
                    },
                },
            },
        };

        (await Resolve($"{_registry.Authority}/library/app:1", options)).Digest.ToString().ShouldBe(Amd64.Digest);
    }

    [Fact]
    public async Task An_unknown_authority_is_named_and_plain_HTTP_is_not_tried()
    {
        var failure = await ShouldFail(RegistryProblemKind.UntrustedCertificate, $"{_registry.Authority}/library/app:1");

        failure.Message.ShouldContain("ContainerGuard test authority");
        failure.Remedy.ShouldContain($"<ContainerGuardInsecureRegistry Include=\"{_registry.Authority}\" />");
        _registry.Log.ShouldNotContain(line => line.Contains("client sent an HTTP request", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_authority_that_Docker_keeps_for_the_registry_vouches_for_it_and_for_no_other_name()
    {
        using var folder = new TemporaryDirectory();
        folder.Write($"{_registry.Authority}/ca.crt", File.ReadAllText(_certificates.AuthorityFile));
        var options = new RegistryOptions { Certificates = new CertificateFolders([folder.Combine("none"), folder.Path]) };

        (await Resolve($"{_registry.Authority}/library/app:1", options)).Digest.ToString().ShouldBe(Amd64.Digest);

        await StartAsync("registry.example");
        folder.Write($"{_registry.Authority}/ca.crt", File.ReadAllText(_certificates.AuthorityFile));
        (await ShouldFail(RegistryProblemKind.UntrustedCertificate, $"{_registry.Authority}/library/app:1", options)).Message.ShouldContain(
            "another host");
    }

    [Fact]
    public async Task Another_authority_vouches_for_nothing()
    {
        using var others = new TestCertificates();
        using var folder = new TemporaryDirectory();
        folder.Write($"{_registry.Authority}/ca.crt", File.ReadAllText(others.AuthorityFile));

        await ShouldFail(
            RegistryProblemKind.UntrustedCertificate, $"{_registry.Authority}/library/app:1",
            new RegistryOptions { Certificates = new CertificateFolders([folder.Path]) });
    }

    [Fact]
    public async Task A_client_s_own_certificate_is_shown_to_a_registry_that_asks()
    {
        await StartAsync("127.0.0.1", clientAuthority: _certificates.AuthorityFile);
        using var folder = new TemporaryDirectory();
        folder.Write($"{_registry.Authority}/ca.crt", File.ReadAllText(_certificates.AuthorityFile));
        var options = new RegistryOptions { Certificates = new CertificateFolders([folder.Path]) };

        await ShouldFail(RegistryProblemKind.Unreachable, $"{_registry.Authority}/library/app:1", options);

        var (certificate, key) = _certificates.CreateServer("client");
        folder.Write($"{_registry.Authority}/client.cert", File.ReadAllText(certificate));
        var missing = await ShouldFail(RegistryProblemKind.Configuration, $"{_registry.Authority}/library/app:1", options);
        missing.Message.ShouldContain("client.cert");
        missing.Remedy.ShouldContain("'<name>.key'");

        folder.Write($"{_registry.Authority}/client.key", File.ReadAllText(key));
        (await Resolve($"{_registry.Authority}/library/app:1", options)).Digest.ToString().ShouldBe(Amd64.Digest);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_said_to_be_that()
    {
        await StartAsync("registry.example");

        (await ShouldFail(RegistryProblemKind.UntrustedCertificate, $"{_registry.Authority}/library/app:1")).Message
            .ShouldContain("another host (CN=registry.example)");
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_said_to_be_that()
    {
        await StartAsync("127.0.0.1", DateTimeOffset.UtcNow.AddHours(-1));

        (await ShouldFail(RegistryProblemKind.UntrustedCertificate, $"{_registry.Authority}/library/app:1")).Message.ShouldContain(
            "not valid today");
    }

    [Fact]
    public async Task A_listed_registry_is_taken_as_it_is() =>
        (await Resolve(
            $"{_registry.Authority}/library/app:1", new RegistryOptions { InsecureHosts = InsecureHosts.Create([_registry.Authority]) }))
            .Digest.ToString().ShouldBe(Amd64.Digest);
}

public class TokenRegistryTests : RegistryTest
{
    private TestCertificates _certificates = null!;
    private TemporaryDirectory _folder = null!;
    private TokenServer _tokens = null!;
    private RegistryServer _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _folder = Own(new TemporaryDirectory());
        _certificates = Own(new TestCertificates());
        _tokens = Own(await TokenServer.StartAsync(_certificates.Authority));
        _registry = await StartRegistry(new RegistryServerOptions
        {
            TokenServer = (_tokens.Realm, TokenServer.Service, TokenServer.Issuer, _certificates.AuthorityFile),
        });
        foreach (var repository in (string[])["library/app", "team/secret"])
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://{_registry.Authority}/v2/{repository}/") };
            var answer = await http.GetStringAsync(
                new Uri($"{_tokens.Realm}?service={TokenServer.Service}&scope=repository:{repository}:pull,push"), Cancelled);
            using var token = System.Text.Json.JsonDocument.Parse(answer);
            http.DefaultRequestHeaders.Authorization = new("Bearer", token.RootElement.GetProperty("token").GetString());
            await RegistryServer.PushAsync(http, "1", Index);
            await RegistryServer.PushAsync(http, "2", Amd64);
        }

        _tokens.Private.Add("team/secret");
    }

    [Fact]
    public async Task An_open_repository_is_read_with_an_anonymous_token() =>
        (await Resolve($"{_registry.Authority}/library/app:1")).Digest.ToString().ShouldBe(Index.Digest);

    [Fact]
    public async Task A_private_repository_is_read_with_stored_credentials() =>
        (await Resolve(
            $"{_registry.Authority}/team/secret:1", new RegistryOptions { Keychain = DockerLogin(_folder, _registry.Authority) }))
            .Digest.ToString().ShouldBe(Index.Digest);

    [Fact]
    public async Task A_private_repository_is_read_with_an_identity_token()
    {
        var keychain = new ConfigFileKeychain(_folder.Write(
            "config.json",
            $$"""{"auths":{"{{_registry.Authority}}":{"identitytoken":"{{TokenServer.RefreshToken}}"} } }"""), static _ => null);

        (await Resolve($"{_registry.Authority}/team/secret:1", new RegistryOptions { Keychain = keychain })).Digest.ToString().ShouldBe(
            Index.Digest);
    }

    [Fact]
    public async Task A_private_repository_without_credentials_asks_for_them() =>
        (await ShouldFail(RegistryProblemKind.Unauthorized, $"{_registry.Authority}/team/secret:1")).Remedy.ShouldContain("docker login");

    [Fact]
    public async Task A_wrong_password_is_what_the_token_server_says()
    {
        var failure = await ShouldFail(
            RegistryProblemKind.Unauthorized, $"{_registry.Authority}/team/secret:1",
            new RegistryOptions { Keychain = DockerLogin(_folder, _registry.Authority, "wrong") });

        failure.Message.ShouldContain("401 Unauthorized");
        failure.Message.ShouldContain("incorrect username or password");
    }

    [Fact]
    public async Task A_token_that_has_expired_is_replaced()
    {
        _tokens.Expired = 1;
        var before = _tokens.Issued;

        (await Resolve($"{_registry.Authority}/library/app:1")).Digest.ToString().ShouldBe(Index.Digest);

        (_tokens.Issued - before).ShouldBe(2);
    }

    [Fact]
    public async Task Ten_images_of_a_repository_need_one_token()
    {
        var before = _tokens.Issued;
        using var client = new RegistryClient(new());

        await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(i => client.ResolveAsync(ImageReference.Parse($"{_registry.Authority}/library/app:{1 + (i % 2)}"), Cancelled)));

        (_tokens.Issued - before).ShouldBe(1);
    }
}
