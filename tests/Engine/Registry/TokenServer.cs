using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ContainerGuard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>
/// A token server by the distribution token specification: Basic or anonymous by GET, refresh tokens by POST; its tokens are JSON web
/// tokens (ES256) that carry the certificate a registry was told to trust.
/// </summary>
public sealed class TokenServer : IAsyncDisposable
{
    public const string Service = "test-registry";
    public const string Issuer = "test-issuer";
    public const string RefreshToken = "the-refresh-token";

    private readonly WebApplication _server;
    private readonly X509Certificate2 _certificate;
    private int _issued;

    private TokenServer(WebApplication server, X509Certificate2 certificate)
    {
        _server = server;
        _certificate = certificate;
    }

    /// <summary>Where tokens are asked for.</summary>
    public Uri Realm => new(_server.Urls.Single() + "/token");

    /// <summary>How many tokens were handed out.</summary>
    public int Issued => _issued;

    /// <summary>Repositories that need an account; the others are open to all.</summary>
    public HashSet<string> Private { get; } = [];

    /// <summary>How many of the next tokens are handed out already expired.</summary>
    public int Expired { get; set; }

    public static async Task<TokenServer> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var server = new TokenServer(application, certificate);
        application.MapGet("/token", server.Get);
        application.MapPost("/token", server.Post);
        await application.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private IResult Get(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{RegistryServer.Username}:{RegistryServer.Password}"));
        if (authorization.Length > 0 && authorization != expected)
        {
            return Results.Json(new JsonObject { ["details"] = "incorrect username or password" }, statusCode: 401);
        }

        return Issue("token", request.Query["service"].ToString(), request.Query["scope"].ToString(), known: authorization.Length > 0);
    }

    private async Task<IResult> Post(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        return form["grant_type"] == "refresh_token" && form["refresh_token"] == RefreshToken
            ? Issue("access_token", form["service"].ToString(), form["scope"].ToString(), known: true)
            : Results.Json(
                new JsonObject { ["error"] = "invalid_grant", ["error_description"] = "the refresh token is not valid" }, statusCode: 400);
    }

    private IResult Issue(string field, string service, string scope, bool known)
    {
        Interlocked.Increment(ref _issued);
        var now = DateTimeOffset.UtcNow;
        var expires = Expired-- > 0 ? now.AddMinutes(-10) : now.AddMinutes(5);
        var access = new JsonArray();
        if (scope.Split(':') is ["repository", var name, var actions] && (known || !Private.Contains(name)))
        {
            access.Add(new JsonObject { ["type"] = "repository", ["name"] = name,
                ["actions"] = new JsonArray([.. actions.Split(',').Select(a => (JsonNode)a)]) });
        }

        var header =
            new JsonObject { ["typ"] = "JWT", ["alg"] = "ES256", ["x5c"] = new JsonArray(Convert.ToBase64String(_certificate.RawData)) };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = known ? RegistryServer.Username : "",
            ["aud"] = service,
            ["exp"] = expires.ToUnixTimeSeconds(),
            ["nbf"] = now.AddMinutes(-20).ToUnixTimeSeconds(),
            ["iat"] = now.AddMinutes(-20).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString("n"),
            ["access"] = access,
        };
        var content = $"{Encode(header)}.{Encode(claims)}";
        using var key = _certificate.GetECDsaPrivateKey()!;
        var signature =
            key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return Results.Json(new JsonObject { [field] = $"{content}.{Encode(signature)}" });
    }

    private static string Encode(JsonObject json) => Encode(JsonSerializer.SerializeToUtf8Bytes(json));

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
