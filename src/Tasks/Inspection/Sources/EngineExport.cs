using System.Net;
using System.Text.Json;
using ContainerGuard.Http;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Text;

namespace ContainerGuard.Inspection.Sources;

/// <summary>
/// Reads an image of a local engine, which can only export it as a whole: docker or podman over their API, else <c>podman save</c>.
/// </summary>
internal static class EngineExport
{
    private const int LargestError = 64 * 1024;

    /// <exception cref="InspectionException">No engine is running, it does not have the image, or the image is damaged.</exception>
    public static IMembers Read(
        ImageName name, LayerInspector inspector, InspectionLimits limits, Func<string, string?> environment,
        CancellationToken cancellationToken)
    {
        var engine = name.Transport == ImageTransport.DockerDaemon ? "docker" : "podman";
        var where = $"'{name.Place}' of {engine}";
        List<string> problems = [];
        foreach (var endpoint in EngineEndpoint.Of(name.Transport, environment))
        {
            try
            {
                return Read(endpoint, name, where, inspector, limits, cancellationToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or NotSupportedException)
            {
                problems.Add(exception.InnerException is IOException reason
                    ? $"{endpoint.Address} does not answer ({reason.Message.TrimEnd('.')})"
                    : $"{endpoint.Address} has a form that is not supported");
            }
        }

        if (engine == "podman" && PodmanSave.Start(name.Place, environment) is { } save)
        {
            using (save) return save.Read(where, inspector, limits, cancellationToken);
        }

        throw new InspectionException(
            where,
            problems.Count > 0 ? string.Join(", and ", problems) : $"{engine} is not running on this machine",
            $"Start {engine}, or save the image: {engine} save -o app.tar {name.Place}, "
                + $"and inspect docker-archive:app.tar. {ImageName.Forms}");
    }

    /// <summary>Documents of the engine's API; null if no service listens, as podman works without one.</summary>
    /// <exception cref="InspectionException">The engine does not have the image, or docker is not running.</exception>
    public static byte[][]? Get(
        ImageName name, IReadOnlyList<string> paths, int largest, Func<string, string?> environment, CancellationToken cancellationToken)
    {
        var where = $"'{name.Place}' of {(name.Transport == ImageTransport.DockerDaemon ? "docker" : "podman")}";
        foreach (var endpoint in EngineEndpoint.Of(name.Transport, environment))
        {
            try
            {
                return [.. paths.Select(path => Request(endpoint, path, where, response =>
                    BoundedBody.ReadAsync(response.Content, largest, cancellationToken).GetAwaiter().GetResult()
                        ?? throw new InspectionException(where, "its configuration is too large", Documents.Remedy), cancellationToken))];
            }
            catch (Exception exception) when (exception is HttpRequestException or NotSupportedException)
            {
                // The next one may listen.
            }
        }

        return name.Transport == ImageTransport.DockerDaemon
            ? throw new InspectionException(where, "docker is not running on this machine", $"Start docker. {ImageName.Forms}")
            : null;
    }

    private static StreamedMembers Read(
        EngineEndpoint endpoint, ImageName name, string where, LayerInspector inspector, InspectionLimits limits,
        CancellationToken cancellationToken) => Request(
        endpoint, $"images/get?names={Uri.EscapeDataString(name.Place)}", where, response =>
        {
            using var stream = response.Content.ReadAsStream(cancellationToken);
            return new StreamedMembers(stream, where, inspector, limits, cancellationToken);
        }, cancellationToken);

    private static T Request<T>(
        EngineEndpoint endpoint, string path, string where, Func<HttpResponseMessage, T> read, CancellationToken cancellationToken)
    {
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (_, token) => await endpoint.ConnectAsync(token).ConfigureAwait(false),
            UseProxy = false,
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://localhost/{path}");
        using var response = client.SendAsync(request, cancellationToken).GetAwaiter().GetResult();
        if (response.IsSuccessStatusCode) return read(response);
        var body = BoundedBody.ReadAsync(response.Content, LargestError, cancellationToken).GetAwaiter().GetResult();
        throw new InspectionException(
            where, $"the engine responds with {(int)response.StatusCode}{Explanation(body)}", response.StatusCode is HttpStatusCode.NotFound
                ? "Check the image's name and tag, or pull it first."
                : "Check the image's name and tag, and the state of the engine.");
    }

    private static string Explanation(byte[]? body)
    {
        try
        {
            using var document = JsonDocument.Parse(body ?? []);
            return document.RootElement.Text("message") is { Length: > 0 and < 300 } message
                ? $": {message.ReplaceLineEndings(" ").TrimEnd('.')}"
                : "";
        }
        catch (Exception exception) when (JsonText.IsDamage(exception))
        {
            return "";
        }
    }
}
