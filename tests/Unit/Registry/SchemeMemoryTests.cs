using System.Net;
using ContainerGuard.Http;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Unit.Registry.StubRegistry;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>A registry that does without TLS is asked without it by the next process, where plain HTTP is allowed at all.</summary>
public sealed class SchemeMemoryTests : IDisposable
{
    private static readonly TestImage Image = TestImage.Create();

    private readonly TemporaryDirectory _folder = new();
    private bool _speaksTls;
    private bool _isDown;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("127.0.0.1:5000")]
    [InlineData("registry.corp:5000")]
    [InlineData("registry.corp")]
    public async Task The_second_process_begins_without_TLS(string host)
    {
        (await Schemes(host)).ShouldBe(["https", "http", "http"]);
        (await Schemes(host)).ShouldBe(["http", "http"]);
    }

    [Fact]
    public async Task A_registry_that_speaks_TLS_now_is_asked_with_it()
    {
        await Schemes("localhost:5000");
        _speaksTls = true;

        (await Schemes("localhost:5000")).ShouldBe(["http", "https", "https"]);
        (await Schemes("localhost:5000")).ShouldBe(["https", "https"]);
    }

    [Fact]
    public async Task A_registry_with_TLS_is_not_remembered()
    {
        _speaksTls = true;

        await Schemes("localhost:5000");

        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_that_requires_TLS_now_is_not_asked_without_it()
    {
        await Schemes("registry.corp:5000");
        _speaksTls = true;

        (await Schemes("registry.corp:5000", insecure: "")).ShouldBe(["https", "https"]);
    }

    [Fact]
    public async Task A_registry_that_is_down_is_waited_for_once()
    {
        await Schemes("localhost:5000");
        _isDown = true;
        var stub = Stub();
        using var client = Client(stub, "");

        await client.ShouldFail("localhost:5000/a/app:1", RegistryProblemKind.Unreachable);

        stub.Requests.Select(SchemeOf).ShouldBe(["http", "https", "https", "https", "https"]);
    }

    [Fact]
    public async Task A_damaged_memory_has_no_effect()
    {
        await Schemes("localhost:5000");
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories)) File.WriteAllText(file, "http");

        (await Schemes("localhost:5000")).ShouldBe(["https", "http", "http"]);
    }

    private async Task<IEnumerable<string>> Schemes(string host, string insecure = "registry.corp; registry.corp:5000")
    {
        var stub = Stub();
        using var client = Client(stub, insecure);
        (await client.Resolve($"{host}/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);
        // The documents of the image follow in the scheme of the registry's last answer.
        return stub.Requests.TakeWhile(static request => !request.Contains("/blobs/", StringComparison.Ordinal)).Select(SchemeOf);
    }

    private static string SchemeOf(string request) => request.Split(' ')[1].Split(':')[0];

    private RegistryClient Client(StubRegistry stub, string insecure) => stub.Client(options => options with
    {
        InsecureHosts = InsecureHosts.Create([insecure]),
        Schemes = new KeptSchemes(DocumentCache.Open(_folder.Path)!),
    });

    private StubRegistry Stub()
    {
        var stub = new StubRegistry().With("a/app", "1", Image);
        stub.Override = request => (request.RequestUri!.Scheme, _speaksTls) switch
        {
            _ when _isDown => throw new HttpRequestException(
                HttpRequestError.ConnectionError, "refused", new System.Net.Sockets.SocketException(111)),
            ("https", false) => throw new HttpRequestException(
                HttpRequestError.SecureConnectionError, "not TLS", new System.Security.Authentication.AuthenticationException("frame")),
            ("http", true) => Answer(HttpStatusCode.BadRequest, "Client sent an HTTP request to an HTTPS server.", "text/plain"),
            _ => null,
        };
        return stub;
    }
}
