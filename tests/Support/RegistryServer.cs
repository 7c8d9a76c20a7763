using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace ContainerGuard.Tests.Support;

/// <summary>How a <see cref="RegistryServer"/> is set up; without anything it is open and speaks plain HTTP.</summary>
public sealed record RegistryServerOptions
{
    /// <summary>Whether <see cref="RegistryServer.Username"/> and <see cref="RegistryServer.Password"/> are asked for.</summary>
    public bool RequirePassword { get; init; }

    /// <summary>Paths of a PEM certificate and its key, for TLS.</summary>
    public (string Certificate, string Key)? Tls { get; init; }

    /// <summary>Path of the PEM authority whose certificates a client has to show; null where it need not.</summary>
    public string? ClientAuthority { get; init; }

    /// <summary>A token server: realm, service, issuer, and the path of the PEM certificate its tokens are signed with.</summary>
    public (Uri Realm, string Service, string Issuer, string Certificate)? TokenServer { get; init; }

    /// <summary>Whether it keeps in memory where its blobs lie, as the configuration does that it is delivered with.</summary>
    public bool RemembersBlobs { get; init; }

    /// <summary>A registry that this one is a pull-through cache of.</summary>
    public Uri? CacheOf { get; init; }
}

/// <summary>
/// Debian's docker-registry, the reference implementation of the distribution specification, on a free port of loopback with an empty
/// store of its own. Where it is not installed, <see cref="WhyMissing"/> says so.
/// </summary>
public sealed partial class RegistryServer : IAsyncDisposable
{
    /// <summary>The account of a server that requires one. The password has a colon on purpose.</summary>
    public const string Username = "guard";

    public const string Password = "opens:sesame";

    private const string PasswordFile = Username + ":$2y$05$nNB18yUhw6Lz5AetYLQeo.YPyDFI3XXOXpSj3Kv4d4WZHw/fcPZLy";
    private const string Program = "docker-registry";

    private readonly TemporaryDirectory _folder;
    private readonly Process _process;
    private readonly List<string> _log = [];
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isDisposed;

    private RegistryServer(TemporaryDirectory folder, Process process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>Null where the server can be started, else what to install.</summary>
    public static string? WhyMissing =>
        (Environment.GetEnvironmentVariable("PATH")
            ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)))
            ? null
            : $"{Program} is not installed; on Debian it is in the package of that name";

    /// <summary>Host and port, as image references have them.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>The lines that the server has written so far, access log included.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>Requests served so far, as <c>GET /v2/…</c>, pushes left out.</summary>
    public IReadOnlyList<string> Requests =>
        [.. Log.Where(line => !line.Contains("containerguard-push", StringComparison.Ordinal))
            .Select(line => AccessLog().Match(line)).Where(m => m.Success).Select(m => m.Groups["request"].Value)];

    /// <summary>Starts a server and waits until it listens.</summary>
    public static async Task<RegistryServer> StartAsync(RegistryServerOptions? options = null)
    {
        var folder = new TemporaryDirectory("registry");
        var configuration = folder.Write("config.yml", Configure(options ?? new(), folder));
        var start = new ProcessStartInfo(Program, ["serve", configuration])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("HTTPS_PROXY");
        start.Environment.Remove("HTTP_PROXY");
        start.Environment["OTEL_TRACES_EXPORTER"] = "none";
        var server = new RegistryServer(folder, new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Note(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Note(line.Data);
        server._process.EnableRaisingEvents = true;
        server._process.Exited += (_, _) => server._listening.TrySetException(
            new InvalidOperationException($"{Program} ended:{Environment.NewLine}{string.Join(Environment.NewLine, server.Log)}"));
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        var port = (await server._listening.Task.WaitAsync(TimeSpan.FromSeconds(30))).Split(':')[^1];
        server.Authority = $"127.0.0.1:{port}";
        return server;
    }

    /// <summary>
    /// Pushes an image and everything it consists of through the HTTP API, with the account where one is required; the server must be
    /// without TLS.
    /// </summary>
    /// <returns>The digest of the image.</returns>
    public async Task<string> PushAsync(string repository, string tag, TestImage image)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{Authority}/v2/{repository}/") };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("containerguard-push");
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{Password}")));
        await PushAsync(http, tag, image);
        return image.Digest;
    }

    /// <summary>As <see cref="PushAsync(string, string, TestImage)"/>, by a client that brings what the server asks for.</summary>
    /// <param name="http">Its base address is <c>…/v2/repository/</c>.</param>
    /// <param name="tag">Tag or digest.</param>
    /// <param name="image">What to push.</param>
    public static async Task PushAsync(HttpClient http, string tag, TestImage image)
    {
        foreach (var inner in image.Images)
        {
            await PushAsync(http, inner.Digest, inner);
        }

        foreach (var blob in image.Blobs)
        {
            using var begin = await http.PostAsync(new Uri("blobs/uploads/", UriKind.Relative), null);
            begin.EnsureSuccessStatusCode();
            var location = new Uri(http.BaseAddress!, begin.Headers.Location!);
            var upload =
                new Uri($"{location}{(location.Query.Length > 0 ? '&' : '?')}digest={Uri.EscapeDataString(TestImage.DigestOf(blob))}");
            using var content = new ByteArrayContent(blob);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using var end = await http.PutAsync(upload, content);
            end.EnsureSuccessStatusCode();
        }

        using var manifest = new ByteArrayContent(image.Manifest);
        manifest.Headers.ContentType = new MediaTypeHeaderValue(image.MediaType);
        using var put = await http.PutAsync(new Uri($"manifests/{tag}", UriKind.Relative), manifest);
        put.EnsureSuccessStatusCode();
    }

    /// <summary>Ends the server; a test may do so before its end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _folder.Dispose();
    }

    private static string Configure(RegistryServerOptions options, TemporaryDirectory folder)
    {
        var yaml = new StringBuilder($$"""
            version: 0.1
            log:
              level: info
              accesslog:
                disabled: false
            storage:
              filesystem:
                rootdirectory: {{folder.Combine("store")}}
              delete:
                enabled: true{{(options.RemembersBlobs ? "\n  cache:\n    blobdescriptor: inmemory" : "")}}
            http:
              addr: 127.0.0.1:0
              secret: not-a-secret

            """);
        if (options.Tls is { } tls)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                  tls:
                    certificate: {{tls.Certificate}}
                    key: {{tls.Key}}
                {{(options.ClientAuthority is { } authority ? $"    clientcas: [{authority}]" : "")}}

                """);
        }

        if (options.RequirePassword)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                auth:
                  htpasswd:
                    realm: test
                    path: {{folder.Write("htpasswd", PasswordFile)}}

                """);
        }

        if (options.TokenServer is { } token)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                auth:
                  token:
                    realm: {{token.Realm}}
                    service: {{token.Service}}
                    issuer: {{token.Issuer}}
                    rootcertbundle: {{token.Certificate}}

                """);
        }

        if (options.CacheOf is { } origin)
        {
            yaml.Append(CultureInfo.InvariantCulture, $$"""
                proxy:
                  remoteurl: {{origin}}

                """);
        }

        return yaml.ToString();
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Add(line);
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(match.Groups["address"].Value);
        }
    }

    [GeneratedRegex(@"listening on (?<address>[\d.]+:\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"""(?<request>(GET|HEAD|PUT|POST|DELETE) \S+) HTTP/")]
    private static partial Regex AccessLog();
}
