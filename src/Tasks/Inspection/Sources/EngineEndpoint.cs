using System.IO.Pipes;
using System.Net.Sockets;

namespace ContainerGuard.Inspection.Sources;

/// <summary>Where an engine listens: a unix socket, a pipe of Windows, or a port of this machine.</summary>
/// <param name="Address">As the variables of docker and podman write it: <c>unix:///var/run/docker.sock</c>.</param>
internal sealed record EngineEndpoint(string Address)
{
    /// <summary>The places of an engine, the most likely first.</summary>
    public static IReadOnlyList<EngineEndpoint> Of(ImageTransport transport, Func<string, string?> environment)
    {
        if (environment(transport == ImageTransport.DockerDaemon ? "DOCKER_HOST" : "CONTAINER_HOST") is { Length: > 0 } host)
        {
            return [new(host)];
        }

        if (OperatingSystem.IsWindows())
        {
            return [new($"npipe:////./pipe/{(transport == ImageTransport.DockerDaemon ? "docker_engine" : "podman-machine-default")}")];
        }

        var (runtime, home) = (environment("XDG_RUNTIME_DIR"), environment("HOME"));
        string?[] paths = transport == ImageTransport.DockerDaemon
            ? ["/var/run/docker.sock", Below(runtime, "docker.sock"), Below(home, ".docker/run/docker.sock"),
                Below(home, ".docker/desktop/docker.sock")]
            : [Below(runtime, "podman/podman.sock"), "/run/podman/podman.sock"];
        return [.. paths.OfType<string>().Where(File.Exists).Select(static path => new EngineEndpoint($"unix://{path}"))];
    }

    /// <summary>Connects; the caller owns the stream.</summary>
    /// <exception cref="IOException">Nothing listens, or this user may not connect.</exception>
    /// <exception cref="NotSupportedException">The address has a form that is not read.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Address.StartsWith("unix://", StringComparison.Ordinal))
            {
                return await ConnectAsync(
                    new UnixDomainSocketEndPoint(Address["unix://".Length..]), cancellationToken).ConfigureAwait(false);
            }

            if (Address.StartsWith("npipe://", StringComparison.Ordinal))
            {
                var pipe = new NamedPipeClientStream(
                    ".", Address[(Address.LastIndexOf('/') + 1)..], PipeDirection.InOut, PipeOptions.Asynchronous);
                await pipe.ConnectAsync(2000, cancellationToken).ConfigureAwait(false);
                return pipe;
            }

            if (Address.StartsWith("tcp://", StringComparison.Ordinal) && Uri.TryCreate(Address, UriKind.Absolute, out var uri))
            {
                var client = new TcpClient();
                await client.ConnectAsync(uri.Host, uri.Port > 0 ? uri.Port : 2375, cancellationToken).ConfigureAwait(false);
                return client.GetStream();
            }
        }
        catch (Exception exception)
            when (exception is SocketException or UnauthorizedAccessException or TimeoutException or ArgumentException)
        {
            throw new IOException(exception.Message, exception);
        }

        throw new NotSupportedException();
    }

    private static async ValueTask<Stream> ConnectAsync(UnixDomainSocketEndPoint place, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(place, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string? Below(string? folder, string path) => string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, path);
}
