using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ContainerGuard.Http;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Unit.Registry.StubRegistry;

namespace ContainerGuard.Tests.Unit.Registry;

public class RegistryTransportTests
{
    private static readonly TestImage Image = TestImage.Create();

    private static bool IsOfTag(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/manifests/1", StringComparison.Ordinal);

    private static StubRegistry Stub() => new StubRegistry().With("a/app", "1", Image);

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task What_may_pass_is_tried_again(int status)
    {
        var failures = 2;
        var stub = Stub();
        stub.Override = request => IsOfTag(request) && failures-- > 0 ? Answer((HttpStatusCode)status) : null;
        using var client = stub.Client();

        (await client.Resolve("quay.io/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);

        stub.Requests.Count(r => r.EndsWith("/manifests/1", StringComparison.Ordinal)).ShouldBe(3);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again_and_a_broken_body_too()
    {
        var tries = 0;
        var stub = Stub();
        stub.Override = request => ++tries switch
        {
            1 => throw new HttpRequestException(
                HttpRequestError.ConnectionError, "reset", new SocketException((int)SocketError.ConnectionReset)),
            2 => throw new HttpRequestException(HttpRequestError.ResponseEnded, "ended"),
            3 => new HttpResponseMessage { Content = new BrokenContent() },
            _ => null,
        };
        using var client = stub.Client();

        (await client.Resolve("quay.io/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    public async Task What_will_not_pass_is_asked_once(int status)
    {
        var stub = Stub();
        stub.Override = request => request.Method == HttpMethod.Get
            && request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            ? Answer((HttpStatusCode)status)
            : null;
        using var client = stub.Client();

        await Should.ThrowAsync<RegistryException>(() => client.Resolve($"quay.io/a/app@{Image.Digest}"));

        stub.Requests.Count(r => r.Contains("/manifests/", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_short_Retry_After_is_waited_for()
    {
        var busy = true;
        var stub = Stub();
        stub.Override = request =>
        {
            if (!IsOfTag(request) || !busy)
            {
                return null;
            }

            busy = false;
            return Answer(HttpStatusCode.TooManyRequests, headers: ("Retry-After", "1"));
        };
        using var client = stub.Client();
        var clock = Stopwatch.StartNew();

        await client.Resolve("quay.io/a/app:1");

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(950));
    }

    [Theory]
    [InlineData("3600", "60 minutes")]
    [InlineData("90", "90 seconds")]
    public async Task A_long_Retry_After_is_an_error_at_once_that_says_how_long(string seconds, string words)
    {
        var stub = Stub();
        stub.Override = request => request.RequestUri!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal)
            ? Answer(
                HttpStatusCode.TooManyRequests,
                """{"errors":[{"code":"TOOMANYREQUESTS","message":"You have reached your pull rate limit."}]}""",
                headers: ("Retry-After", seconds))
            : null;
        using var client = stub.Client();

        var failure = await client.ShouldFail("node:24", RegistryProblemKind.RateLimited);

        failure.Message.ShouldContain("You have reached your pull rate limit. (TOOMANYREQUESTS)");
        failure.Remedy.ShouldContain(words);
        failure.Remedy.ShouldContain("docker login");
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_date_in_Retry_After_is_understood()
    {
        var stub = Stub();
        var date = DateTimeOffset.UtcNow.AddMinutes(30);
        stub.Override = request => request.RequestUri!.AbsolutePath == "/v2/" ? null
            : Answer(HttpStatusCode.ServiceUnavailable, headers: ("Retry-After", date.ToString("r")));
        using var client = stub.Client();

        await client.ShouldFail("quay.io/a/app:1", RegistryProblemKind.ServerError);

        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_stalled_answer_is_given_up_and_tried_again_until_the_whole_time_is_over()
    {
        var stub = new StubRegistry
        {
            OverrideAsync = async (_, cancellationToken) => { await Task.Delay(Timeout.Infinite, cancellationToken); return null; },
        };
        using var client =
            stub.Client(o => o with { AttemptTimeout = TimeSpan.FromMilliseconds(50), OverallTimeout = TimeSpan.FromSeconds(30) });

        var failure = await client.ShouldFail("quay.io/a/app:1", RegistryProblemKind.Timeout);

        failure.Message.ShouldContain("did not answer in time (GET https://quay.io/v2/)");
        stub.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task The_overall_time_ends_what_retries_would_prolong()
    {
        var stub = new StubRegistry
        {
            OverrideAsync = async (_, cancellationToken) => { await Task.Delay(Timeout.Infinite, cancellationToken); return null; },
        };
        using var client =
            stub.Client(o => o with { AttemptTimeout = TimeSpan.FromSeconds(30), OverallTimeout = TimeSpan.FromMilliseconds(100) });
        var clock = Stopwatch.StartNew();

        var failure = await client.ShouldFail("quay.io/a/app:1", RegistryProblemKind.Timeout);

        failure.Message.ShouldContain("quay.io/a/app:1");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Cancellation_is_not_a_failure_of_the_registry()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var stub = new StubRegistry
        {
            OverrideAsync = async (_, cancellationToken) => { await Task.Delay(Timeout.Infinite, cancellationToken); return null; },
        };
        using var client = stub.Client();

        await Should.ThrowAsync<OperationCanceledException>(() =>
            client.ResolveAsync(ContainerGuard.Images.ImageReference.Parse("quay.io/a/app:1"), cancellation.Token));
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_followed_without_credentials()
    {
        var stub = Stub();
        stub.Override = request => request.RequestUri switch
        {
            { Host: "quay.io", AbsolutePath: "/v2/" } =>
                Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", "Basic realm=\"x\"")),
            { Host: "quay.io" } url when url.AbsolutePath.Contains("/blobs/", StringComparison.Ordinal) =>
                RedirectTo($"https://cdn.example{url.AbsolutePath}?signature=s3cret"),
            _ => null,
        };
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("alice", "s3cret") });

        (await client.Resolve("quay.io/a/app:1")).Config.ShouldNotBeNull();

        var elsewhere = stub.Requests.Where(r => r.Contains("//cdn.example")).ToArray();
        elsewhere.Length.ShouldBe(2, "config and layer");
        elsewhere.ShouldAllBe(r => !r.Contains("Basic"));
        stub.Requests.Where(r => r.Contains("quay.io") && r.Contains("manifests")).ShouldAllBe(r => r.Contains("Basic "));
    }

    [Fact]
    public async Task A_redirect_that_comes_back_does_not_earn_the_credentials_again()
    {
        var stub = Stub();
        stub.Override = request => request.RequestUri switch
        {
            { Host: "quay.io", AbsolutePath: "/v2/" } =>
                Answer(HttpStatusCode.Unauthorized, headers: ("WWW-Authenticate", "Basic realm=\"x\"")),
            { Host: "quay.io", Query: "" } url when url.AbsolutePath.Contains("/blobs/", StringComparison.Ordinal) =>
                RedirectTo("https://evil.example/bounce"),
            { Host: "evil.example" } => RedirectTo($"https://quay.io/v2/a/app/blobs/{TestImage.DigestOf(Image.Blobs[0])}?again"),
            _ => null,
        };
        using var client = stub.Client(o => o with { Keychain = new FixedKeychain("alice", "s3cret") });

        await client.Resolve("quay.io/a/app:1");

        var again = stub.Requests.Where(r => r.Contains("?again")).ToArray();
        again.ShouldNotBeEmpty();
        again.ShouldAllBe(r => !r.Contains("Basic"));
    }

    [Theory]
    [InlineData("http://cdn.example/blob", "without TLS")]
    [InlineData("http://127.0.0.1/blob", "without TLS")]
    [InlineData("ftp://cdn.example/blob", "scheme 'ftp'")]
    [InlineData("https://user:s3cret@cdn.example/blob", "user name")]
    [InlineData("https://quay.io/v2/a/app/blobs/loop", "more than 5 times")]
    public async Task A_redirect_that_cannot_be_trusted_is_refused(string target, string words)
    {
        var stub = Stub();
        stub.Override =
            request => request.RequestUri!.AbsolutePath.Contains("/blobs/", StringComparison.Ordinal) ? RedirectTo(target) : null;
        using var client = stub.Client();

        var failure = await client.ShouldFail("quay.io/a/app:1", RegistryProblemKind.InvalidResponse);

        failure.Message.ShouldContain(words);
        failure.Message.ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_signature_in_a_redirect_is_not_in_the_message()
    {
        var stub = Stub();
        stub.Override = request => request.RequestUri switch
        {
            { Host: "cdn.example" } => Answer(HttpStatusCode.Forbidden),
            { AbsolutePath: var path } when path.Contains("/blobs/", StringComparison.Ordinal) =>
                RedirectTo("https://cdn.example/blob?signature=s3cret"),
            _ => null,
        };
        using var client = stub.Client();

        var failure = await client.ShouldFail("quay.io/a/app:1", RegistryProblemKind.Unauthorized);

        failure.Request.ShouldBe("GET https://cdn.example/blob");
        failure.Message.ShouldNotContain("s3cret");
    }

    [Theory]
    [InlineData("localhost:5000", true)]
    [InlineData("127.0.0.1:5000", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("registry.corp:5000", true)]
    [InlineData("registry.corp:5001", false)]
    [InlineData("other.corp", true)]
    [InlineData("quay.io", false)]
    public async Task Plain_HTTP_is_used_after_TLS_failed_and_only_on_loopback_and_listed_hosts(string host, bool allowed)
    {
        var stub = Stub();
        stub.Override = request => request.RequestUri!.Scheme == "https"
            ? throw new HttpRequestException(
                HttpRequestError.SecureConnectionError, "not TLS", new System.Security.Authentication.AuthenticationException("frame"))
            : null;
        using var client = stub.Client(o => o with { InsecureHosts = InsecureHosts.Create(["registry.corp:5000; other.corp"]) });

        if (allowed)
        {
            (await client.Resolve($"{host}/a/app:1")).Digest.ToString().ShouldBe(Image.Digest);
            stub.Requests[0].ShouldStartWith("GET https://");
            stub.Requests[1].ShouldStartWith("GET http://");
        }
        else
        {
            await client.ShouldFail($"{host}/a/app:1", RegistryProblemKind.Unreachable);
            stub.Requests.ShouldAllBe(r => r.StartsWith("GET https://"));
        }
    }

    [Fact]
    public async Task A_server_that_expects_TLS_after_all_is_told_of_by_what_its_TLS_lacks()
    {
        var stub = new StubRegistry
        {
            Override = request => request.RequestUri!.Scheme == "http"
                ? Answer(HttpStatusCode.BadRequest, "Client sent an HTTP request to an HTTPS server.", "text/plain")
                : throw new HttpRequestException(
                    HttpRequestError.SecureConnectionError, "x", new System.Security.Authentication.AuthenticationException("alert")),
        };
        using var client = stub.Client();

        (await client.ShouldFail("localhost:5000/a/app:1", RegistryProblemKind.Unreachable)).Message.ShouldContain(
            "the TLS handshake failed");
    }

    [Fact]
    public async Task A_refused_certificate_is_no_reason_to_do_without_TLS()
    {
        var stub = new StubRegistry
        {
            Override = _ => throw new HttpRequestException(
                HttpRequestError.SecureConnectionError, "x", new UntrustedCertificateException("its certificate is for another host")),
        };
        using var client = stub.Client();

        var failure = await client.ShouldFail("localhost:5000/a/app:1", RegistryProblemKind.UntrustedCertificate);

        failure.Message.ShouldBe("localhost:5000 cannot be trusted: its certificate is for another host");
        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_said_at_once()
    {
        var stub = new StubRegistry { Override = _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "x") };
        using var client = stub.Client();

        var failure = await client.ShouldFail("no.such.host/a/app:1", RegistryProblemKind.Unreachable);

        failure.Message.ShouldContain("the name no.such.host could not be resolved");
        stub.Requests.Count.ShouldBe(1);
    }

    private sealed class BrokenContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new IOException("broken");

        protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromException<Stream>(new IOException("broken"));

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
