using ContainerGuard.Http;
using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>The settings of connections to registries. The defaults suit a build: one image takes at most a minute.</summary>
internal sealed record RegistryOptions
{
    /// <summary>The hosts for which plain HTTP and unverified certificates are allowed.</summary>
    public InsecureHosts InsecureHosts { get; init; } = InsecureHosts.LoopbackOnly;

    /// <summary>Token servers that may be in a private network even if their registry is not: hosts, with or without a port.</summary>
    public IReadOnlySet<string> TrustedRealms { get; init; } = new HashSet<string>();

    /// <summary>Decides which addresses are private.</summary>
    public PrivateNetwork PrivateNetwork { get; init; } = PrivateNetwork.OfThisMachine;

    /// <summary>Whether the project allows to ask a registry for an image (<c>ContainerGuardTrustedRegistry</c>).</summary>
    public Func<ImageReference, bool> MayAsk { get; init; } = static _ => true;

    /// <summary>The source of credentials.</summary>
    public IKeychain Keychain { get; init; } = AnonymousKeychain.Instance;

    /// <summary>What a token is asked for: <c>pull</c>, or <c>pull,push</c>.</summary>
    public string Actions { get; init; } = "pull";

    /// <summary>Receives notes for the log, such as the source of the credentials for a registry; never the credentials.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>The limit for one attempt of one request, including connection and body.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The limit for all requests of one image, including retries and waits.</summary>
    public TimeSpan OverallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The number of retries.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>The wait before the first retry; it doubles each time, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>The longest accepted Retry-After; a longer one is an error.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The maximum number of concurrent requests to one host: enough for the images of a large build.</summary>
    public int RequestsPerHost { get; init; } = 24;

    /// <summary>The clock for retries and for dates in Retry-After.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The certificates for registries on this machine.</summary>
    public CertificateFolders Certificates { get; init; } = CertificateFolders.None;

    /// <summary>What other processes know about registries without TLS; null if there is no memory.</summary>
    public ISchemeMemory? Schemes { get; init; }

    /// <summary>The proxy; null for the system's settings.</summary>
    public ProxyVariables? Proxy { get; init; }

    /// <summary>
    /// Creates the bottom handler, with certificates verified (true) or not (false), and with the certificates for a host; null for one
    /// over sockets. It must not follow redirects.
    /// </summary>
    public Func<bool, HostCertificates?, HttpMessageHandler>? CreateHandler { get; init; }

    /// <summary>The defaults, with the credentials and insecure hosts of the environment.</summary>
    /// <param name="environment">Reads a variable; null if it is not set.</param>
    /// <param name="insecureHosts">Further hosts, from the project.</param>
    /// <param name="credentials">Credentials from the project.</param>
    /// <param name="isOfProject">Whether the project itself names a host; null for any host.</param>
    public static RegistryOptions FromEnvironment(
        Func<string, string?> environment, IEnumerable<string> insecureHosts, IReadOnlyList<NamedCredential>? credentials = null,
        Func<string, bool>? isOfProject = null) => new()
    {
        Keychain = Keychains.FromEnvironment(environment, credentials ?? [], isOfProject),
        Proxy = ProxyVariables.Read(environment),
        Certificates = CertificateFolders.FromEnvironment(environment),
        InsecureHosts = InsecureHosts.Create([.. insecureHosts, environment("DOTNET_CONTAINER_INSECURE_REGISTRIES")]),
    };
}
