using System.Net;
using System.Text;
using ContainerGuard.Http;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Unit.Registry.StubRegistry;

namespace ContainerGuard.Tests.Unit.Registry;

public class AuthorizerTests
{
    private const string Bearer = "Bearer realm=\"https://auth.example/token\",service=\"registry.example\"";
    private static readonly TestImage Image = TestImage.Create();
    private static readonly string Basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("alice:s3cret"));

    /// <summary>A registry that answers the ping with challenges and everything else to who has the token.</summary>
    private static StubRegistry Stub(string token, params string[] challenges) => Stub(_ => Answer(HttpStatusCode.OK, token), challenges);

    private static StubRegistry Stub(Func<HttpRequestMessage, HttpResponseMessage> tokenServer, params string[] challenges)
    {
        var stub = new StubRegistry().With("a/app", "1", Image).With("a/other", "1", Image);
        stub.Override = request => request.RequestUri switch
        {
            { Host: "auth.example" } => tokenServer(request),
            { AbsolutePath: "/v2/" } => Answer(HttpStatusCode.Unauthorized, headers: [.. challenges.Select(c => ("WWW-Authenticate", c))]),
            _ => null,
        };
        return stub;
    }

    private static IKeychain Alice => new FixedKeychain("alice", "s3cret");

    [Theory]
    [InlineData("""{"token":"abc"}""")]
    [InlineData("""{"access_token":"abc","expires_in":300}""")]
    public async Task Without_credentials_a_token_for_the_repository_is_fetched_anonymously(string token)
    {
        var stub = Stub(token, Bearer);
        using var client = stub.Client();

        await client.Resolve("registry.example/a/app:1");

        stub.Requests[1].ShouldBe("GET https://auth.example/token?service=registry.example&scope=repository%3Aa%2Fapp%3Apull");
        stub.Requests[2].ShouldEndWith("/manifests/1 Bearer abc");
    }

    [Fact]
    public async Task Credentials_go_to_the_token_server_and_not_to_the_registry()
    {
        var stub = Stub("""{"token":"abc"}""", Bearer);
        using var client = stub.Client(o => o with { Keychain = Alice });

        await client.Resolve("registry.example/a/app:1");

        stub.Requests.Where(r => r.Contains("auth.example")).ShouldHaveSingleItem().ShouldEndWith(Basic);
        stub.Requests.Where(r => r.Contains("//registry.example")).ShouldAllBe(r => !r.Contains("Basic"));
    }

    [Fact]
    public async Task An_identity_token_is_exchanged_by_POST()
    {
        string? form = null;
        var stub = Stub(
            request =>
            {
                form = request.Content!.ReadAsStringAsync().GetAwaiter().GetResult();
                return Answer(HttpStatusCode.OK, """{"access_token":"abc"}""");
            },
            Bearer);
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("<token>", "refresh", isIdentityToken: true) });

        await client.Resolve("registry.example/a/app:1");

        stub.Requests[1].ShouldBe("POST https://auth.example/token");
        form.ShouldBe(
            "grant_type=refresh_token&service=registry.example&client_id=containerguard&scope=repository%3Aa%2Fapp%3Apull&refresh_token=refresh");
    }

    [Theory]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task An_identity_token_is_a_password_to_a_token_server_without_the_exchange(HttpStatusCode refusal)
    {
        var stub =
            Stub(request => request.Method == HttpMethod.Post ? Answer(refusal) : Answer(HttpStatusCode.OK, """{"token":"abc"}"""), Bearer);
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("alice", "s3cret", isIdentityToken: true) });

        await client.Resolve("registry.example/a/app:1");

        stub.Requests[1].ShouldBe("POST https://auth.example/token");
        stub.Requests[2].ShouldStartWith("GET https://auth.example/token?");
        stub.Requests[2].ShouldEndWith(Basic);
    }

    [Fact]
    public async Task One_repository_s_images_share_a_token_and_another_s_has_its_own()
    {
        var stub = Stub("""{"token":"abc"}""", Bearer);
        using var client = stub.Client();

        await Task.WhenAll(
            client.Resolve("registry.example/a/app:1"),
            client.Resolve($"registry.example/a/app@{Image.Digest}"),
            client.Resolve("registry.example/a/other:1"));

        stub.Requests.Count(r => r.Contains("auth.example")).ShouldBe(2);
    }

    [Theory]
    [InlineData(Bearer)]
    [InlineData("Basic realm=\"x\"")]
    public async Task Each_repository_is_asked_for_with_what_is_kept_for_it(string challenge)
    {
        var stub = Stub("""{"token":"abc"}""", challenge);
        List<string> notes = [];
        using var client = stub.Client(o => o with { Keychain = new KeychainOfRepositories(), Note = notes.Add });

        await client.Resolve("registry.example/a/app:1");
        await client.Resolve("registry.example/a/other:1");

        foreach (var repository in (string[])["a/app", "a/other"])
        {
            var own = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{repository}:s3cret"));
            stub.Requests.Where(r => r.Contains("Basic ") && Uri.UnescapeDataString(r).Contains(repository))
                .ShouldAllBe(r => r.EndsWith(own));
            stub.Requests.ShouldContain(r => r.EndsWith(own));
        }

        notes.ShouldBe(["registry.example: credentials from a/app", "registry.example: credentials from a/other"]);
    }

    private sealed class KeychainOfRepositories : IKeychain
    {
        public ValueTask<Credential?> FindAsync(string registry, string repository, CancellationToken cancellationToken) =>
            new(new Credential(repository, "s3cret", IsIdentityToken: false, repository));
    }

    [Theory]
    [InlineData("Basic realm=\"Artifactory Realm\"")]
    [InlineData("Negotiate, Basic realm=\"x\"")]
    [InlineData("Negotiate dG9rZW4=, NTLM, Basic realm=\"x\"")]
    public async Task Basic_is_chosen_among_what_is_offered(string challenge)
    {
        var stub = Stub("", challenge);
        using var client = stub.Client(o => o with { Keychain = Alice });

        await client.Resolve("registry.example/a/app:1");

        stub.Requests.Skip(1).ShouldAllBe(r => r.EndsWith(Basic));
    }

    [Fact]
    public async Task Several_headers_are_as_good_as_one()
    {
        var stub = Stub("""{"token":"abc"}""", "Negotiate", "Basic realm=\"x\"", Bearer);
        using var client = stub.Client();

        await client.Resolve("registry.example/a/app:1");

        stub.Requests[^1].ShouldEndWith("Bearer abc");
    }

    [Fact]
    public async Task What_is_not_supported_is_named()
    {
        using var client = Stub("", "Negotiate", "NTLM").Client();

        (await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.Unauthorized)).Message.ShouldContain("(negotiate, ntlm)");
    }

    [Fact]
    public async Task A_token_that_expired_is_renewed_once()
    {
        var tokens = 0;
        var stub = Stub(_ => Answer(HttpStatusCode.OK, $$"""{"token":"t{{++tokens}}"}"""), Bearer);
        var inner = stub.Override!;
        stub.Override = request => request.Headers.Authorization?.Parameter == "t1"
            ? Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", Bearer + ",error=\"invalid_token\""))
            : inner(request);
        using var client = stub.Client();

        (await client.Resolve("registry.example/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);

        tokens.ShouldBe(2);
    }

    [Fact]
    public async Task A_registry_whose_ping_is_open_may_still_ask_for_a_token_later()
    {
        var stub = Stub("""{"token":"abc"}""", Bearer);
        var inner = stub.Override!;
        stub.Override = request => request.RequestUri!.AbsolutePath == "/v2/" ? Answer(HttpStatusCode.OK)
            : request.RequestUri.Host == "registry.example" && request.Headers.Authorization is null
                ? Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", Bearer))
                : inner(request);
        using var client = stub.Client();

        (await client.Resolve("registry.example/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);
    }

    [Fact]
    public async Task A_ping_that_is_forbidden_is_no_verdict_on_the_images()
    {
        var stub = Stub("");
        var inner = stub.Override!;
        stub.Override = request => request.RequestUri!.AbsolutePath == "/v2/" ? Answer(HttpStatusCode.Forbidden) : inner(request);
        using var client = stub.Client();

        (await client.Resolve("registry.example/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);
    }

    [Theory]
    [InlineData("http://auth.example/token", "not protected by TLS")]
    [InlineData("https://127.0.0.1/token", "private network")]
    [InlineData("http://localhost:8080/token", "private network")]
    [InlineData("https://169.254.169.254/token", "private network")]
    [InlineData("https://10.0.0.1/token", "private network")]
    [InlineData("https://[::1]/token", "private network")]
    [InlineData("https://[::ffff:192.168.1.1]/token", "private network")]
    [InlineData("https://[fd00::1]/token", "private network")]
    [InlineData("https://auth.corp/token", "private network")]
    [InlineData("https://me:s3cret@auth.example/token", "contains a user name")]
    [InlineData("token", "not a web address")]
    [InlineData("file:///etc/passwd", "not a web address")]
    public async Task A_realm_that_cannot_be_trusted_gets_nothing(string realm, string words)
    {
        var stub = Stub("""{"token":"abc"}""", $"Bearer realm=\"{realm}\"");
        using var client = stub.Client(o => o with { Keychain = Alice });

        var failure = await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.InvalidResponse);

        failure.Message.ShouldContain(words);
        failure.Message.ShouldNotContain("s3cret");
        stub.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("registry.corp", "auth.corp", "")]
    [InlineData("registry.example", "auth.corp", "auth.corp")]
    [InlineData("registry.example", "auth.corp", "AUTH.corp:443")]
    [InlineData("registry.example", "nowhere.example", "")]
    [InlineData("registry.example", "auth.example", "")]
    public async Task A_realm_in_a_private_network_is_asked_when_its_registry_is_there_too_or_a_person_has_listed_it(
        string registry, string realm, string trusted)
    {
        var stub = Stub("", $"Bearer realm=\"https://{realm}/token\"");
        var inner = stub.Override!;
        stub.Override =
            request => request.RequestUri!.AbsolutePath == "/token" ? Answer(HttpStatusCode.OK, """{"token":"abc"}""") : inner(request);
        using var client =
            stub.Client(o => o with { Keychain = Alice, TrustedRealms = new HashSet<string>([trusted], StringComparer.OrdinalIgnoreCase) });

        (await client.Resolve($"{registry}/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);
    }

    [Fact]
    public async Task A_listed_token_server_may_do_without_TLS()
    {
        var stub = Stub("""{"token":"abc"}""", "Bearer realm=\"http://auth.example/token\"");
        using var client = stub.Client(o => o with { InsecureHosts = InsecureHosts.Create(["auth.example"]) });

        await client.Resolve("registry.example/a/app:1");

        stub.Requests[1].ShouldStartWith("GET http://auth.example/token?scope=");
    }

    [Fact]
    public async Task Refused_credentials_are_said_to_be_refused_and_never_shown()
    {
        var stub = Stub(_ => Answer(HttpStatusCode.Unauthorized, """{"details":"incorrect password s3cret"}"""), Bearer);
        using var client = stub.Client(o => o with { Keychain = Alice });

        var failure = await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.Unauthorized);

        failure.Message.ShouldContain("incorrect password ***");
        failure.Remedy.ShouldContain("refused");
        failure.Remedy.ShouldContain("docker login registry.example");
        failure.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task Missing_credentials_are_asked_for()
    {
        var stub = Stub("", "Basic realm=\"x\"");
        var inner = stub.Override!;
        stub.Override =
            request => inner(request) ?? Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", "Basic realm=\"x\""));
        using var client = stub.Client();

        (await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.Unauthorized)).Remedy
            .ShouldBe("Check the image's name; if it is private, log in with 'docker login registry.example'.");
    }

    [Fact]
    public async Task A_token_server_that_is_not_there_is_no_verdict_on_the_image()
    {
        using var client = Stub(_ => Answer(HttpStatusCode.NotFound), Bearer).Client();

        (await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.InvalidResponse)).Message
            .ShouldBe(
                "registry.example names a token server that answered 404 Not Found to GET https://auth.example/token");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("oops")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":"a\r\nb"}""")]
    public async Task An_answer_without_a_token_is_said_to_hold_none(string body)
    {
        using var client = Stub(body, Bearer).Client();

        (await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.InvalidResponse)).Message.ShouldContain("has no token");
    }

    [Fact]
    public async Task A_token_is_never_larger_than_64_KiB()
    {
        using var client = Stub($$"""{"token":"{{new string('a', 64 * 1024)}}"}""", Bearer).Client();

        (await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.InvalidResponse)).Message.ShouldContain(
            "larger than 64 KiB");
    }
}
