using ContainerGuard.Images;

namespace ContainerGuard.Registry;

/// <summary>
/// Completes what a config says of an image by what lies in its layers, as far as that costs little: which system it holds, and whether there is a
/// shell. Systems of some megabytes (Alpine, Wolfi, BusyBox, distroless) tell; those that do not fit are too dear to be asked.
/// </summary>
internal static class SmallLayers
{
    /// <summary>In bytes, compressed.</summary>
    private const int LargestLayer = 4 * 1024 * 1024;
    private const int LargestImage = 8 * 1024 * 1024;
    private const int MostLayers = 24;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);

    /// <param name="manifest">The image's.</param>
    /// <param name="facts">What its config says.</param>
    /// <param name="fetch">Gets a blob of at most so many bytes.</param>
    /// <param name="cancellationToken">Ctrl+C or the overall time-out.</param>
    public static async Task<ImageFacts> CompleteAsync(
        Manifest manifest, ImageFacts facts, Func<Descriptor, int, CancellationToken, Task<byte[]>> fetch, CancellationToken cancellationToken)
    {
        var small = manifest.Layers.Where(static layer => layer.Size <= LargestLayer && LayerReader.CanRead(layer.MediaType)).ToArray();
        // A shell may lie in any layer, the system only in the lowest: what is added above is an application.
        var all = facts.HasShell is null && small.Length == manifest.Layers.Count && small.Length <= MostLayers && small.Sum(static layer => layer.Size) <= LargestImage;
        if (!all) small = [.. small.Where(layer => layer == manifest.Layers[0])];
        if (small.Length == 0) return facts;

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(MostTime);
        try
        {
            var contents = (await Task.WhenAll(small.Select(layer => fetch(layer, LargestLayer, timeout.Token))).ConfigureAwait(false)).Select(LayerReader.Read).ToArray();
            return facts with
            {
                HasShell = contents.Any(static layer => layer?.HasShell == true) ? true : all && Array.IndexOf(contents, null) < 0 ? false : facts.HasShell,
                System = contents.LastOrDefault(static layer => layer?.System is not null)?.System,
            };
        }
        catch (Exception exception) when (exception is RegistryException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The digest is found, and this is only more to know: rules say nothing where they do not know.
            return facts;
        }
    }
}
