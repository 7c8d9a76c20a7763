using ContainerGuard.Http;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>A real registry, by a name that exists behind a proxy alone.</summary>
public sealed class ProxyTests(PublishedPackage package) : RegistryTest
{
    private const string Password = "prox1-s3cret";

    [Fact]
    public async Task The_certificate_behind_a_proxy_is_that_of_the_registry()
    {
        var certificates = Own(new TestCertificates());
        var registry = await StartRegistry(new RegistryServerOptions { Tls = certificates.CreateServer("registry.example") });
        var folder = Own(new TemporaryDirectory());
        folder.Write("registry.example/ca.crt", File.ReadAllText(certificates.AuthorityFile));
        folder.Write("other.example/ca.crt", File.ReadAllText(certificates.AuthorityFile));
        var proxy = Own(new ForwardProxy(registry.Authority, $"guard:{Password}"));
        var options = new RegistryOptions
        {
            Certificates = new CertificateFolders([folder.Path]),
            Proxy = ProxyVariables.Read(name => name == "HTTPS_PROXY" ? $"http://guard:{Password}@{proxy.Authority}" : null),
        };

        await ShouldFail(RegistryProblemKind.NotFound, "registry.example/library/app:1", options);
        (await ShouldFail(RegistryProblemKind.UntrustedCertificate, "other.example/library/app:1", options)).Message.ShouldContain(
            "another host (CN=registry.example)");

        proxy.Requests.Distinct().ShouldBe(["CONNECT registry.example:443", "CONNECT other.example:443"]);
    }

    [Fact]
    public async Task A_publish_goes_through_the_proxy_and_its_password_is_in_no_log()
    {
        var registry = await StartRegistry();
        await registry.PushAsync("mcr/dotnet/sdk", "10.0", Index);
        await registry.PushAsync("mcr/dotnet/aspnet", "10.0-noble-chiseled-extra", Index);
        var proxy = Own(new ForwardProxy(registry.Authority, $"guard:{Password}"));
        using var workspace = package.NewRepository();
        var app = workspace.Web()
            .Mirror("mcr.microsoft.com", "registry.example:5000/mcr").Item("ContainerGuardInsecureRegistry", "registry.example:5000");
        (await app.DotNet("restore")).ShouldSucceed();
        var log = workspace.Combine("publish.binlog");
        app.Environment("HTTPS_PROXY", $"http://guard:{Password}@{proxy.Authority}")
            .Environment("HTTP_PROXY", $"http://guard:{Password}@{proxy.Authority}").Environment("NO_PROXY", "");

        var published = (await app.Publish("--no-restore", "-v:diagnostic", $"-bl:{log}")).ShouldSucceed();

        app.Read("obj/container/Dockerfile").ShouldContain($"registry.example:5000/mcr/dotnet/sdk:10.0@{Index.Digest}");
        proxy.Requests[0].ShouldBe("CONNECT registry.example:5000");
        proxy.Requests.ShouldContain("GET http://registry.example:5000/v2/mcr/dotnet/sdk/manifests/10.0");
        published.Output.ShouldNotContain(Password);
        PublishTests.ReadBinaryLog(log).ShouldNotContain(Password);

        proxy.Dispose();
        File.Delete(workspace.Combine("containerguard.lock.json"));
        var error = (await app.Publish("--no-restore")).ShouldFail().Errors.ToArray().ShouldHaveSingleItem();
        error.Code.ShouldBe("CG0010");
        error.Message.ShouldContain($"through the proxy http://{proxy.Authority} (HTTPS_PROXY): nothing listens on port");
        error.Message.ShouldNotContain(Password);
    }
}
