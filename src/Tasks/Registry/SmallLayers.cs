using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>
/// Completes the facts of a configuration by the content of small layers: the operating system, and whether a shell exists.
/// That works for systems of a few megabytes (Alpine, Wolfi, BusyBox, distroless); larger layers are not downloaded.
/// </summary>
internal static class SmallLayers
{
    /// <summary>In bytes, compressed.</summary>
    private const int LargestLayer = 4 * 1024 * 1024;
    private const int LargestImage = 8 * 1024 * 1024;
    private const int MostLayers = 24;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    /// <param name="manifest">The manifest of the image.</param>
    /// <param name="facts">The facts in its configuration.</param>
    /// <param name="fetch">Fetches a blob, up to a number of bytes.</param>
    /// <param name="cancellationToken">Ctrl+C or the overall time-out.</param>
    public static async Task<ImageFacts> CompleteAsync(
        Manifest manifest, ImageFacts facts, Func<Descriptor, int, CancellationToken, Task<byte[]>> fetch,
        CancellationToken cancellationToken)
    {
        var small = manifest.Layers.Where(static layer => layer.Size <= LargestLayer && LayerReader.CanRead(layer.MediaType)).ToArray();
        // Any layer can have the shell, but only the lowest the system: the layers above are the application.
        var all = facts.HasShell is null && small.Length == manifest.Layers.Count && small.Length <= MostLayers
            && small.Sum(static layer => layer.Size) <= LargestImage;
        if (!all) small = [.. small.Where(layer => layer == manifest.Layers[0])];
        if (small.Length == 0) return facts;

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(MostTime);
        try
        {
            var contents = (await Task.WhenAll(small.Select(layer => fetch(layer, LargestLayer, timeout.Token))).ConfigureAwait(false))
                .Select(LayerReader.Read).ToArray();
            return facts with
            {
                HasShell = contents.Any(static layer => layer?.HasShell == true) ? true
                    : all && Array.IndexOf(contents, null) < 0 ? false
                    : facts.HasShell,
                System = contents.LastOrDefault(static layer => layer?.System is not null)?.System,
            };
        }
        catch (Exception exception)
            when (exception is RegistryException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The digest is known, and these are only additional facts: without them, rules stay silent.
            return facts;
        }
    }
}
