using System.Net;
using System.Net.Sockets;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>
/// The way to a registry through a proxy that the variables of the build name, on real sockets; <c>registry.example</c> exists behind the
/// proxy alone.
/// </summary>
public sealed class RegistryProxyTests : IDisposable
{
    private const string Password = "p@ss:w0rd";
    private static readonly TestImage Image = TestImage.Create();

    private readonly FaultServer _registry = new(Image, static _ => Fault.None);
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => _registry.Dispose();

    /// <summary>Without TLS, so that both ways are gone: the registry is tried by CONNECT, hangs up, and is asked plainly.</summary>
    private RegistryClient Client() => new(RegistryOptions.FromEnvironment(_variables.GetValueOrDefault, ["registry.example"]) with
    {
        RetryDelay = TimeSpan.FromMilliseconds(1),
    });

    [Theory]
    [InlineData("HTTPS_PROXY", "HTTP_PROXY")]
    [InlineData("https_proxy", "http_proxy")]
    [InlineData("ALL_PROXY", "ALL_PROXY")]
    [InlineData("all_proxy", "all_proxy")]
    public async Task Requests_go_through_the_proxy_that_a_variable_names(string https, string http)
    {
        using var proxy = new ForwardProxy(_registry.Authority);
        (_variables[https], _variables[http]) = ($"http://{proxy.Authority}", proxy.Authority);
        using var client = Client();

        (await client.Resolve("registry.example:5000/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);

        proxy.Requests[0].ShouldBe("CONNECT registry.example:5000");
        proxy.Requests[1].ShouldBe("GET http://registry.example:5000/v2/");
        proxy.Requests.Skip(1).ShouldAllBe(static request => request.StartsWith("GET http://registry.example:5000/v2/"));
        _registry.TlsAttempts.ShouldBe(1);
    }

    [Fact]
    public async Task What_NO_PROXY_lists_and_this_machine_are_reached_without()
    {
        using var proxy = new ForwardProxy("127.0.0.1:9");
        (_variables["HTTPS_PROXY"], _variables["HTTP_PROXY"]) = (proxy.Authority, proxy.Authority);
        using var client = Client();
        (await client.Resolve($"{_registry.Authority}/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);

        _variables["NO_PROXY"] = "registry.example";
        using var direct = Client();
        (await direct.ShouldFail("registry.example:5000/a/app:1", RegistryProblemKind.Unreachable)).Message.ShouldContain(
            "the name registry.example could not be resolved");

        proxy.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("p%40ss%3Aw0rd")]
    [InlineData(Password)]
    public async Task The_user_and_the_password_in_the_variable_open_the_proxy_and_are_in_no_message(string written)
    {
        using var proxy = new ForwardProxy(_registry.Authority, $"guard:{Password}");
        (_variables["HTTPS_PROXY"], _variables["HTTP_PROXY"]) =
            ($"http://guard:{written}@{proxy.Authority}", $"http://guard:{written}@{proxy.Authority}");
        using var client = Client();
        (await client.Resolve("registry.example:5000/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);
        proxy.Requests[0].ShouldBe("CONNECT registry.example:5000");

        _variables["HTTPS_PROXY"] = $"http://guard:not-{written}@{proxy.Authority}";
        using var wrong = Client();
        var failure = await wrong.ShouldFail("registry.example:5000/a/app:1", RegistryProblemKind.Unreachable);

        failure.Message.ShouldBe(
            $"registry.example:5000 could not be reached through the proxy http://{proxy.Authority} (HTTPS_PROXY): "
                + "the proxy refuses the user name and the password of that variable (407) (GET https://registry.example:5000/v2/)");
        $"{failure}".ShouldNotContain("w0rd");
    }

    [Fact]
    public async Task A_proxy_that_wants_a_user_is_said_to_by_either_way()
    {
        using var proxy = new ForwardProxy(_registry.Authority, $"guard:{Password}");
        _variables["HTTP_PROXY"] = proxy.Authority;
        using var plain = Client();
        // Without a proxy for TLS the name is looked for here, in vain; on its usual port a listed registry is then asked plainly.
        var failure = await plain.ShouldFail("registry.example/a/app:1", RegistryProblemKind.Unreachable);
        failure.Message.ShouldStartWith("the proxy answered 407 Proxy Authentication Required");
        failure.Remedy.ShouldContain("http://user:password@");

        _variables["HTTPS_PROXY"] = proxy.Authority;
        using var tunnel = Client();
        (await tunnel.ShouldFail("registry.example:5000/a/app:1", RegistryProblemKind.Unreachable)).Message.ShouldContain(
            "the proxy requires a user name and a password (407)");
    }

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named_with_its_variable_and_without_its_password()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        _variables["https_proxy"] = $"http://guard:{Password}@127.0.0.1:{port}";
        using var client = Client();

        var failure = await client.ShouldFail("registry.example:5000/a/app:1", RegistryProblemKind.Unreachable);

        failure.Message.ShouldBe(
            $"registry.example:5000 could not be reached through the proxy http://127.0.0.1:{port} (https_proxy): "
                + $"nothing listens on port {port} (GET https://registry.example:5000/v2/)");
        failure.Remedy.ShouldBe("Check the proxy in https_proxy. List registries that need no proxy in NO_PROXY.");
        $"{failure}".ShouldNotContain("w0rd");
    }

    [Fact]
    public async Task A_proxy_whose_name_does_not_exist_is_said_not_to()
    {
        _variables["HTTPS_PROXY"] = "http://proxy.invalid:3128";
        using var client = Client();

        (await client.ShouldFail("registry.example:5000/a/app:1", RegistryProblemKind.Unreachable)).Message
            .ShouldContain("through the proxy http://proxy.invalid:3128 (HTTPS_PROXY): the name proxy.invalid could not be resolved");
    }
}
