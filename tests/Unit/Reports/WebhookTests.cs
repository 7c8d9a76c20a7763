using System.Security.Cryptography;
using ContainerGuard.Http;
using ContainerGuard.Reports;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>A report on its way to a receiver.</summary>
public class WebhookTests
{
    private static readonly byte[] Body = """{"text":"hello"}"""u8.ToArray();

    [Fact]
    public async Task It_is_posted_as_JSON_and_signed_with_the_key()
    {
        using var receiver = new WebhookReceiver();

        (await Post(receiver.Address, "s3cret")).ShouldBeNull();

        var posted = receiver.Posted.ShouldHaveSingleItem();
        posted.Path.ShouldBe("/hook?key=do-not-show");
        posted.Body.ShouldBe(Body);
        posted.Headers["Content-Type"].ShouldBe("application/json");
        posted.Headers[Webhook.SignatureHeader].ShouldBe("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, Body)));
    }

    [Fact]
    public async Task Without_a_key_it_is_not_signed()
    {
        using var receiver = new WebhookReceiver();

        (await Post(receiver.Address, secret: null)).ShouldBeNull();

        receiver.Posted.ShouldHaveSingleItem().Headers.ContainsKey(Webhook.SignatureHeader).ShouldBeFalse();
    }

    [Theory]
    [InlineData(500, "127.0.0.1 answered with status 500")]
    [InlineData(302, "127.0.0.1 answered with status 302")]
    [InlineData(0, "127.0.0.1 did not answer within 1 seconds")]
    public async Task What_goes_wrong_is_said_without_the_rest_of_the_address(int status, string problem)
    {
        using var receiver = new WebhookReceiver(status);

        (await Post(receiver.Address, secret: null, TimeSpan.FromSeconds(status == 0 ? 1 : 60))).ShouldBe(problem);
    }

    [Fact]
    public async Task Where_nobody_listens_that_is_said()
    {
        Uri address;
        using (var receiver = new WebhookReceiver()) address = receiver.Address;

        (await Post(address, secret: null)).ShouldBe("127.0.0.1 could not be reached");
    }

    [Theory]
    [InlineData("https://chat.example/hook/abc", true)]
    [InlineData("http://localhost:8080/hook", true)]
    [InlineData("http://chat.example/hook", false)]
    [InlineData("file:///tmp/hook", false)]
    [InlineData("hook", false)]
    public void An_address_is_one_that_TLS_protects_or_one_of_this_machine(string text, bool isOne) =>
        (Webhook.AddressOf(text) is not null).ShouldBe(isOne);

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named_without_its_password()
    {
        var proxy = ProxyVariables.Read(static name => name == "HTTPS_PROXY" ? "http://guard:s3cret@127.0.0.1:1" : null);

        (await Post(new Uri("https://chat.example/hook/abc"), secret: null, proxy: proxy)).ShouldBe(
            "chat.example could not be reached through the proxy http://127.0.0.1:1 (HTTPS_PROXY)");
    }

    private static Task<string?> Post(Uri address, string? secret, TimeSpan? limit = null, ProxyVariables? proxy = null) =>
        new Webhook(address, secret, limit ?? TimeSpan.FromSeconds(60), proxy).PostAsync(Body, TestContext.Current.CancellationToken);
}
