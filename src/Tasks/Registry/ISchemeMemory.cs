namespace ContainerGuard.Registry;

/// <summary>
/// Remembers which registries did without TLS. Each new process would first wait for a handshake that fails; it matters only where plain
/// HTTP is allowed anyway.
/// </summary>
internal interface ISchemeMemory
{
    /// <summary>Whether a registry answered without TLS the last time, and not with it.</summary>
    /// <param name="host">The registry as images name it.</param>
    bool WasPlain(string host);

    /// <summary>Keeps how a registry answered.</summary>
    /// <param name="host">The registry as images name it.</param>
    /// <param name="isPlain">Whether it answered without TLS, and not with it.</param>
    void Keep(string host, bool isPlain);
}
