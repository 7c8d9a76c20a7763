namespace ContainerGuard.Registry;

/// <summary>How registries are talked to. The defaults suit a build: patient for a minute, never longer.</summary>
internal sealed record RegistryOptions
{
    /// <summary>Where plain HTTP and unverified certificates are acceptable.</summary>
    public InsecureHosts InsecureHosts { get; init; } = InsecureHosts.LoopbackOnly;

    /// <summary>Token servers that may be in a private network though their registry is not: hosts, with or without a port.</summary>
    public IReadOnlySet<string> TrustedRealms { get; init; } = new HashSet<string>();

    /// <summary>Which addresses are private ones.</summary>
    public PrivateNetwork PrivateNetwork { get; init; } = PrivateNetwork.OfThisMachine;

    /// <summary>Where credentials come from.</summary>
    public IKeychain Keychain { get; init; } = AnonymousKeychain.Instance;

    /// <summary>Told where the credentials for a registry come from, or that it has none; never what they are.</summary>
    public Action<string> Note { get; init; } = static _ => { };

    /// <summary>For one try of one request, connection and body included.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For everything one image needs, retries and waiting included.</summary>
    public TimeSpan OverallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Tries after the first one.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Wait before the first retry; doubles each time, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>The longest Retry-After that is waited for; a registry that asks for more gets an error instead.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Requests that may be under way at one host: as many as a large build has images, so that none waits for another.</summary>
    public int RequestsPerHost { get; init; } = 24;

    /// <summary>The clock of retries and of dates in Retry-After.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What the machine keeps for registries' TLS.</summary>
    public CertificateFolders Certificates { get; init; } = CertificateFolders.None;

    /// <summary>The proxy; null for the system's own.</summary>
    public ProxyVariables? Proxy { get; init; }

    /// <summary>Makes the handler under everything: with certificates verified (true) or not (false), and what is kept for a host; null for one over sockets. It must not follow redirects.</summary>
    public Func<bool, RegistryCertificates?, HttpMessageHandler>? CreateHandler { get; init; }

    /// <summary>The defaults, with what the machine's environment says of credentials and insecure hosts.</summary>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    /// <param name="insecureHosts">Hosts that the project lists beside.</param>
    /// <param name="credentials">Credentials that the project names.</param>
    public static RegistryOptions FromEnvironment(
        Func<string, string?> environment, IEnumerable<string> insecureHosts, IReadOnlyList<NamedCredential>? credentials = null) => new()
    {
        Keychain = Keychains.FromEnvironment(environment, credentials ?? []),
        Proxy = ProxyVariables.Read(environment),
        Certificates = CertificateFolders.FromEnvironment(environment),
        InsecureHosts = InsecureHosts.Create([.. insecureHosts, environment("DOTNET_CONTAINER_INSECURE_REGISTRIES")]),
    };
}
