using System.Net;
using System.Text;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Unit.Registry.StubRegistry;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>A registry that wants credentials, or that writes what it received into logs and files.</summary>
public sealed class HostileRegistryTests
{
    private const string Secret = "s3cr3t-Pa55w0rd";
    private static readonly TestImage Image = TestImage.Create();

    private static IKeychain Alice => new FixedKeychain("alice", Secret);

    [Theory]
    [InlineData("raw")]
    [InlineData("upper")]
    [InlineData("basic")]
    [InlineData("base64")]
    [InlineData("base64url-inside")]
    [InlineData("hex")]
    [InlineData("percent")]
    [InlineData("reversed")]
    [InlineData("json")]
    public async Task What_was_sent_is_in_no_message_in_any_encoding(string encoding)
    {
        var told = Encoded(encoding);
        var stub = new StubRegistry
        {
            Override = request => request.RequestUri!.AbsolutePath == "/v2/"
                ? Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", "Basic realm=\"x\""))
                : Answer(HttpStatusCode.Forbidden, $$"""{"errors":[{"code":"DENIED","message":"you sent {{told}}, sorry"}]}"""),
        };
        using var client = stub.Client(options => options with { Keychain = Alice });

        var failure = await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.Unauthorized);

        failure.Message.ShouldContain("sorry");
        failure.Message.ShouldContain("***");
        failure.Message.ShouldNotContain(told, Case.Insensitive);
    }

    [Fact]
    public async Task A_token_is_in_no_message_and_neither_is_a_secret_in_the_address_of_a_redirect()
    {
        var stub = new StubRegistry
        {
            Override = request => request.RequestUri switch
            {
                { Host: "auth.example" } => Answer(HttpStatusCode.OK, """{"token":"tok-Abc123"}"""),
                { AbsolutePath: "/v2/" } => Answer(
                    HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", "Bearer realm=\"https://auth.example/token\"")),
                { Host: "registry.example" } => RedirectTo($"https://cdn.example/{Secret}/tok-Abc123"),
                _ => Answer(HttpStatusCode.NotFound, "tok-Abc123 is not here"),
            },
        };
        using var client = stub.Client(options => options with { Keychain = Alice });

        var failure = await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.NotFound);

        failure.Message.ShouldNotContain("tok-Abc123");
        failure.Message.ShouldNotContain(Secret);
        failure.Request!.ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_challenge_after_a_redirected_ping_does_not_get_the_credentials()
    {
        var stub = new StubRegistry().With("a/app", "1", Image);
        stub.Override = request => request.RequestUri switch
        {
            { Host: "registry.example", AbsolutePath: "/v2/" } => RedirectTo("https://evil.example/v2/"),
            { Host: "evil.example" } => Answer(
                HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", "Bearer realm=\"https://evil.example/token\"")),
            _ => null,
        };
        using var client = stub.Client(options => options with { Keychain = Alice });

        await client.Resolve("registry.example/a/app:1");

        stub.Requests.ShouldAllBe(request => !request.Contains("Basic") && !request.Contains("/token"));
    }

    [Fact]
    public async Task A_challenge_of_another_port_is_not_the_registrys()
    {
        var stub = new StubRegistry
        {
            Override = request => request.RequestUri!.Port == 8443
                ? Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", "Basic realm=\"x\""))
                : request.RequestUri.AbsolutePath == "/v2/" ? Answer(HttpStatusCode.OK)
                : RedirectTo($"https://registry.example:8443{request.RequestUri.AbsolutePath}"),
        };
        using var client = stub.Client(options => options with { Keychain = Alice });

        await client.ShouldFail("registry.example/a/app:1", RegistryProblemKind.Unauthorized);

        stub.Requests.ShouldAllBe(request => !request.Contains("Basic"));
    }

    [Fact]
    public async Task A_registry_that_is_not_trusted_is_not_asked()
    {
        var stub = new StubRegistry().With("a/app", "1", Image);
        using var client = stub.Client(options => options with { MayAsk = image => image.Registry != "evil.example" });

        (await client.ShouldFail("evil.example/a/app:1", RegistryProblemKind.NotTrusted)).Message
            .ShouldBe("evil.example is not in ContainerGuardTrustedRegistry, so it receives no request");

        stub.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("corp.example", true)]
    [InlineData("evil.example", false)]
    public async Task The_variables_of_the_SDK_go_to_the_hosts_of_the_project_only(string host, bool isSent)
    {
        var variables = new Dictionary<string, string>
        {
            ["DOTNET_CONTAINER_REGISTRY_UNAME"] = "me",
            ["DOTNET_CONTAINER_REGISTRY_PWORD"] = "pw",
        };
        var keychain = new EnvironmentKeychain(variables.GetValueOrDefault, static name => name == "corp.example");

        ((await keychain.FindAsync(host, "a/app", TestContext.Current.CancellationToken)) is not null).ShouldBe(isSent);
    }

    [Fact]
    public void The_configuration_of_an_image_is_bounded_and_clean()
    {
        var many = string.Join(',', Enumerable.Range(0, 5000).Select(static number => $"\"N{number}={new string('x', 2000)}\""));
        var longest = new string('c', 100_000);
        var config = $$$$"""
            {"config":{"User":"app\n##vso[task.setvariable variable=x]y\u001b[31m","Env":[{{{{many}}}}],"Cmd":["{{{{longest}}}}"],
            "OnBuild":["USER root"],"Labels":{"a\nb":"::error::x","c":"\u202e##[command]z"}}}
            """;

        var (facts, _) = ManifestReader.ReadConfig(Encoding.UTF8.GetBytes(config));

        facts.User.ShouldBe("app # #vso[task.setvariable variable=x]y [31m");
        facts.Environment.Count.ShouldBe(128);
        facts.Command.ShouldHaveSingleItem().Length.ShouldBe(1024);
        facts.Triggers.ShouldBe(["USER root"]);
        facts.Labels.ShouldBe(new Dictionary<string, string> { ["a b"] = ": :error::x", ["c"] = " # #[command]z" }, ignoreOrder: true);
    }

    [Fact]
    public void An_index_of_thousands_of_platforms_is_refused()
    {
        var entries = string.Join(',', Enumerable.Range(0, 200).Select(static number =>
            $$$"""{"digest":"sha256:{{{new string('a', 64)}}}","platform":{"os":"linux","architecture":"a{{{number}}}"}}"""));

        Should.Throw<FormatException>(() => ManifestReader.ReadManifest(Encoding.UTF8.GetBytes($$"""{"manifests":[{{entries}}]}"""), null))
            .Message.ShouldContain("more than 128 platforms");
    }

    private static string Encoded(string encoding) => encoding switch
    {
        "upper" => Secret.ToUpperInvariant(),
        "basic" => Convert.ToBase64String(Encoding.UTF8.GetBytes($"alice:{Secret}")),
        "base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).TrimEnd('='),
        "base64url-inside" =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{\"password\":\"{Secret}\"}}")).TrimEnd('=').Replace('+', '-'),
        "hex" => Convert.ToHexString(Encoding.UTF8.GetBytes(Secret)),
        "percent" => string.Concat(Encoding.UTF8.GetBytes(Secret).Select(static one => $"%{one:X2}")),
        "reversed" => new string([.. Secret.Reverse()]),
        "json" => string.Concat(Secret.Select(static one => $"\\\\u{(int)one:x4}")),
        _ => Secret,
    };
}
