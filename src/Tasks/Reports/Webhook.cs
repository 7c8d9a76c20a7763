using System.Net.Http.Headers;
using System.Security.Cryptography;
using ContainerGuard.Http;

namespace ContainerGuard.Reports;

/// <summary>
/// Posts a report to an address. With a secret, the request is signed: <c>X-ContainerGuard-Signature-256: sha256=…</c> is the HMAC (RFC
/// 2104) of the body in hexadecimal.
/// </summary>
/// <param name="address">The address. It can itself be a secret, so messages show only its host.</param>
/// <param name="secret">The signing key; null to send none.</param>
/// <param name="limit">The time limit of the request.</param>
/// <param name="proxy">The proxies; null for those of the system.</param>
internal sealed class Webhook(Uri address, string? secret, TimeSpan limit, ProxyVariables? proxy)
{
    public const string SignatureHeader = "X-ContainerGuard-Signature-256";

    /// <summary>Parses an address; null unless it uses HTTPS, or HTTP to this machine.</summary>
    public static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && InsecureHosts.IsLoopback(url)))
            ? url
            : null;

    /// <summary>Posts the report.</summary>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Ends the request (Ctrl+C).</param>
    /// <returns>The reason of a failure, as a clause; null when the receiver accepted the report.</returns>
    public async Task<string?> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(limit);
        using var invoker = new HttpMessageInvoker(HttpHandlers.Create(verifyCertificates: true, own: null, proxy));
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (secret is not null)
        {
            message.Headers.TryAddWithoutValidation(
                SignatureHeader,
                $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), body))}");
        }

        try
        {
            using var response = await invoker.SendAsync(message, clock.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? null : $"{address.Host} answered with status {(int)response.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return $"{address.Host} could not be reached{(proxy?.Find(address) is { } way ? $" through the proxy {way}" : "")}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address.Host} did not answer within {limit.TotalSeconds:0} seconds";
        }
    }
}
