using System.Net.Http.Headers;
using System.Security.Cryptography;
using ContainerGuard.Registry;

namespace ContainerGuard.Reports;

/// <summary>
/// Posts a report to an address. Where there is a secret, the body is signed: <c>X-ContainerGuard-Signature-256: sha256=…</c>, the HMAC (RFC 2104) of
/// its bytes in hexadecimal.
/// </summary>
/// <param name="address">Where; it may itself be a secret, so no message shows more of it than the host.</param>
/// <param name="secret">The key; null to sign nothing.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="proxy">The proxy; null for the system's own.</param>
internal sealed class Webhook(Uri address, string? secret, TimeSpan limit, ProxyVariables? proxy)
{
    public const string SignatureHeader = "X-ContainerGuard-Signature-256";

    /// <summary>An address that may be posted to; null where a text is none. Plain HTTP only leads to this machine.</summary>
    public static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && InsecureHosts.IsLoopback(url))) ? url : null;

    /// <summary>Gives what went wrong, as a clause; null where the receiver took it.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<string?> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(limit);
        using var invoker = new HttpMessageInvoker(HttpHandlers.Create(verifyCertificates: true, own: null, proxy));
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (secret is not null)
        {
            message.Headers.TryAddWithoutValidation(SignatureHeader, $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), body))}");
        }

        try
        {
            using var response = await invoker.SendAsync(message, clock.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : $"{address.Host} answered {(int)response.StatusCode} to it";
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return $"{address.Host} could not be reached{(proxy?.Find(address) is { } way ? $" through the proxy {way}" : "")}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address.Host} did not answer within {limit.TotalSeconds:0} seconds";
        }
    }
}
