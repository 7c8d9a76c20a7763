using System.Net;
using System.Text;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Unit.Registry.StubRegistry;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>The habits of single registries, each as the exchange that shows it; docs/registries.md lists them all.</summary>
public class RegistryQuirksTests
{
    private static readonly TestImage Image = TestImage.Create();
    private static readonly TestImage Index = TestImage.CreateIndex(docker: false, Image, TestImage.Create("linux/arm64"));

    [Fact]
    public async Task Docker_Hub_names_its_token_server_and_service_and_keeps_credentials_under_an_old_address()
    {
        using var folder = new TemporaryDirectory();
        var login = new ConfigFileKeychain(
            folder.Write("config.json", """{"auths":{"https://index.docker.io/v1/":{"auth":"YWxpY2U6czNjcmV0"} } }"""), static _ => null);
        var stub = Challenging("https://auth.docker.io/token", "registry.docker.io", "library/node", "24");
        using var client = stub.Client(o => o with { Keychain = login });

        await client.Resolve("node:24");

        stub.Requests[1].ShouldBe("GET https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Alibrary%2Fnode%3Apull "
            + $"{BasicOf("alice", "s3cret")}");
        stub.Requests[2].ShouldBe("GET https://registry-1.docker.io/v2/library/node/manifests/24 Bearer abc");
    }

    [Theory]
    [InlineData(
        """{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"}]}""",
        "pull rate limit")]
    [InlineData("Too Many Requests (HAP429).\n", "Too Many Requests (HAP429)")]
    public async Task Docker_Hub_has_two_kinds_of_429_and_both_are_told_in_its_own_words(string body, string words)
    {
        var stub = new StubRegistry
        {
            Override = request => request.RequestUri!.AbsolutePath == "/v2/"
                ? null
                : Answer(HttpStatusCode.TooManyRequests, body, headers: ("Retry-After", "60")),
        };
        using var client = stub.Client();

        var failure = await client.ShouldFail("node:24", RegistryProblemKind.RateLimited);

        failure.Message.ShouldContain(words);
        failure.Remedy.ShouldContain("Try again in 60 seconds, or log in with 'docker login'");
    }

    [Fact]
    public async Task MCR_sends_to_another_host_for_the_config_and_that_host_gets_no_credentials()
    {
        var stub = Challenging("https://mcr.microsoft.com/token", "mcr.microsoft.com", "dotnet/sdk", "10.0");
        var inner = stub.Override!;
        stub.Override = request => request.RequestUri switch
        {
            { Host: "data.mcr.example" } => Answer(HttpStatusCode.OK, Encoding.UTF8.GetString(Image.Blobs[0])),
            var url when url!.AbsolutePath.Contains("/blobs/", StringComparison.Ordinal) =>
                RedirectTo("https://data.mcr.example/blob?sig=abc"),
            _ => inner(request),
        };
        using var client = stub.Client();

        (await client.Resolve("mcr.microsoft.com/dotnet/sdk:10.0")).Config.ShouldNotBeNull();

        stub.Requests.Where(static request => request.Contains("data.mcr.example", StringComparison.Ordinal))
            .Distinct().ShouldHaveSingleItem().ShouldBe("GET https://data.mcr.example/blob?sig=abc");
    }

    [Fact]
    public async Task GHCR_writes_a_placeholder_for_the_scope_and_gets_the_real_one()
    {
        var stub = Challenging("https://ghcr.io/token", "ghcr.io", "team/app", "1", scope: "repository:user/image:pull");
        using var client = stub.Client();

        await client.Resolve("ghcr.io/team/app:1");

        stub.Requests[1].ShouldBe("GET https://ghcr.io/token?service=ghcr.io&scope=repository%3Ateam%2Fapp%3Apull");
    }

    [Fact]
    public async Task GHCR_answers_404_to_who_does_not_accept_an_index()
    {
        var stub = new StubRegistry().With("team/app", "1", Index);
        stub.Override = request => request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            && !request.Headers.Accept.ToString().Contains("application/vnd.oci.image.index.v1+json", StringComparison.Ordinal)
            ? Answer(
                HttpStatusCode.NotFound,
                """{"errors":[{"code":"MANIFEST_UNKNOWN","message":"OCI index found, but Accept header does not support OCI indexes"}]}""")
            : null;
        using var client = stub.Client();

        (await client.Resolve("ghcr.io/team/app:1")).Digest.ToString().ShouldBe(Index.Digest);
    }

    [Fact]
    public async Task ECR_asks_for_a_password_and_names_the_digest_to_HEAD_alone()
    {
        var stub = new StubRegistry().With("team/app", "1", Index);
        stub.Override = request =>
            request.Headers.Authorization?.ToString() != BasicOf("AWS", "twelve-hours") ? Answer(
                HttpStatusCode.Unauthorized, "Not Authorized\n",
                headers: ("WWW-Authenticate",
                    "Basic realm=\"https://1.dkr.ecr.eu-central-1.amazonaws.com/\",service=\"ecr.amazonaws.com\""))
            : request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.EndsWith("/manifests/1", StringComparison.Ordinal)
                ? Answer(HttpStatusCode.OK, Encoding.UTF8.GetString(Index.Manifest), Index.MediaType)
            : null;
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("AWS", "twelve-hours") });

        (await client.Resolve("1.dkr.ecr.eu-central-1.amazonaws.com/team/app:1")).Digest.ToString().ShouldBe(Index.Digest);
    }

    [Fact]
    public async Task ACR_takes_a_refresh_token_as_the_password_of_nobody()
    {
        var stub = Challenging("https://team.azurecr.io/oauth2/token", "team.azurecr.io", "app", "1");
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("00000000-0000-0000-0000-000000000000", "refresh") });

        await client.Resolve("team.azurecr.io/app:1");

        stub.Requests[1].ShouldEndWith(BasicOf("00000000-0000-0000-0000-000000000000", "refresh"));
    }

    [Fact]
    public async Task Artifactory_has_a_realm_that_is_no_address()
    {
        var stub = new StubRegistry().With("docker/app", "1", Image);
        stub.Override = request => request.Headers.Authorization is null
            ? Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", "Basic realm=\"Artifactory Realm\""))
            : null;
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("alice", "s3cret") });

        (await client.Resolve("team.jfrog.example/docker/app:1")).Digest.ToString().ShouldBe(Image.Digest);
    }

    [Fact]
    public async Task Artifactory_answers_403_to_a_ping_and_has_the_port_in_its_service()
    {
        var stub = Challenging(
            "https://team.jfrog.example/api/docker/docker/v2/token", "team.jfrog.example:443", "docker/app", "1",
            ping: HttpStatusCode.Forbidden);
        using var client = stub.Client();

        await client.Resolve("team.jfrog.example/docker/app:1");

        stub.Requests[1].ShouldContain("service=team.jfrog.example%3A443");
    }

    [Fact]
    public async Task Harbor_s_robots_have_a_dollar_in_their_names()
    {
        var stub = Challenging("https://harbor.example/service/token", "harbor-registry", "team/app", "1");
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("robot$team+ci", "s3cret") });

        await client.Resolve("harbor.example/team/app:1");

        stub.Requests[1].ShouldEndWith(BasicOf("robot$team+ci", "s3cret"));
    }

    [Theory]
    [InlineData("Negotiate, Basic realm=\"proxy\"")]
    [InlineData("Basic realm=\"Gitea\", Bearer realm=\"https://git.example/v2/token\",service=\"container_registry\",scope=\"*\"")]
    public async Task Proxies_and_Gitea_stack_challenges_and_one_that_is_known_is_taken(string header)
    {
        var stub = new StubRegistry().With("team/app", "1", Image);
        stub.Override = request => request.RequestUri!.AbsolutePath == "/v2/token" ? Answer(HttpStatusCode.OK, """{"token":"abc"}""")
            : request.Headers.Authorization is null ? Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", header)) : null;
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("alice", "s3cret") });

        (await client.Resolve("git.example/team/app:1")).Digest.ToString().ShouldBe(Image.Digest);
    }

    [Fact]
    public async Task A_registry_that_answers_500_for_an_image_it_has_not_could_not_be_asked()
    {
        var stub = new StubRegistry
        {
            Override = request => request.RequestUri!.AbsolutePath == "/v2/" ? null : Answer(HttpStatusCode.InternalServerError),
        };
        using var client = stub.Client();

        var failure = await client.ShouldFail("registry.example/team/none:1", RegistryProblemKind.ServerError);

        failure.Remedy.ShouldContain("could not be verified");
    }

    [Fact]
    public async Task A_manifest_of_schema_1_is_refused_by_its_name()
    {
        const string old = """{"schemaVersion":1,"name":"team/app","tag":"1","architecture":"amd64","fsLayers":[],"history":[]}""";
        var stub = new StubRegistry
        {
            Override = request => request.RequestUri!.AbsolutePath == "/v2/"
                ? null
                : Answer(HttpStatusCode.OK, old, "application/vnd.docker.distribution.manifest.v1+prettyjws"),
        };
        using var client = stub.Client();

        (await client.ShouldFail("registry.example/team/app:1", RegistryProblemKind.InvalidResponse)).Message.ShouldContain("schema 1");
    }

    /// <summary>A registry whose ping asks for a token of a server, and that serves an image to who has it.</summary>
    private static StubRegistry Challenging(
        string realm, string service, string repository, string tag, string? scope = null,
        HttpStatusCode ping = HttpStatusCode.Unauthorized)
    {
        var stub = new StubRegistry().With(repository, tag, Image);
        var challenge = $"Bearer realm=\"{realm}\",service=\"{service}\"" + (scope is null ? "" : $",scope=\"{scope}\"");
        stub.Override = request => request.RequestUri!.GetLeftPart(UriPartial.Path) == realm ? Answer(
            HttpStatusCode.OK, """{"token":"abc","access_token":"abc"}""")
            : request.RequestUri.AbsolutePath == "/v2/" ? Answer(ping, headers: ("WWW-Authenticate", challenge))
            : request.Headers.Authorization?.ToString() == "Bearer abc" ? null
            : Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", challenge));
        return stub;
    }

    private static string BasicOf(string user, string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}"));
}
