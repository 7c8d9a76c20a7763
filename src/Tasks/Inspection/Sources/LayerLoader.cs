using System.Collections.Concurrent;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Cache;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Inspection.Sources;

/// <summary>A layer that is wanted.</summary>
/// <param name="Member">Its name in the source.</param>
/// <param name="Name">Its name in messages and facts.</param>
/// <param name="MediaType">Null if unknown.</param>
internal sealed record WantedLayer(string Member, string Name, string? MediaType)
{
    /// <summary>Why it need not be read, a clause. What is kept of it is used anyway. Null if it is read.</summary>
    public string? WhyNotNeeded { get; init; }
}

/// <summary>
/// Reads the layers of images from one source: each one once, several at a time, and those that the cache knows not at all.
/// </summary>
internal sealed class LayerLoader(IMembers members, InspectionLimits limits, LayerCache? cache)
{
    private readonly ConcurrentDictionary<string, Lazy<(LayerFacts? Facts, bool IsKnown)>> _loaded = new(StringComparer.Ordinal);

    /// <exception cref="InspectionException">A layer is damaged, or the image exceeds a limit.</exception>
    public InspectedImage Read(ImageConfig config, IReadOnlyList<WantedLayer> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count > limits.MostLayers)
        {
            throw new InspectionException(
                members.Name, $"an image has more than {limits.MostLayers} layers", InspectionException.AboveLimit);
        }

        var layers = new ImageLayer[wanted.Count];
        var options =
            new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4), CancellationToken = cancellationToken };
        try
        {
            Parallel.For(0, wanted.Count, options, i => layers[i] = Load(wanted[i], i, config, cancellationToken));
        }
        catch (AggregateException exception)
        {
            // The first one is the one to report; the others often follow from it.
            throw exception.InnerExceptions.OfType<InspectionException>().FirstOrDefault() ?? exception.InnerExceptions[0];
        }

        long entries = layers.Sum(static layer => (long)(layer.Facts?.Entries.Count ?? 0));
        if (entries > limits.MostEntries)
        {
            throw new InspectionException(
                members.Name, $"an image has more than {limits.MostEntries} files", InspectionException.AboveLimit);
        }

        return new InspectedImage(config, layers, limits)
        {
            Problems = config.DiffIds.Count == wanted.Count ? [] : ["diff_ids and layers differ in number"],
        };
    }

    private ImageLayer Load(WantedLayer wanted, int index, ImageConfig config, CancellationToken cancellationToken)
    {
        var diffId = index < config.DiffIds.Count ? config.DiffIds[index] : null;
        var why = WhyNot(wanted);
        var (facts, isKnown) = why is not null ? (null, false)
            : wanted.WhyNotNeeded is not null ? (cache?.Find(diffId, HashOf(wanted), members.SizeOf(wanted.Member)), true)
            : Load(wanted, diffId, $"Layer {index + 1} of {members.Name}", cancellationToken);
        if (facts is null) why ??= wanted.WhyNotNeeded;
        return new ImageLayer
        {
            Name = wanted.Name,
            MediaType = wanted.MediaType,
            Facts = facts,
            IsFromCache = isKnown,
            WhyNotRead = why ?? (facts is null ? "it is missing" : null),
            ExpectedDiffId = diffId,
            BlobMatches = facts is null || HashOf(wanted) is not { } hash || hash == facts.BlobHash,
        };
    }

    private (LayerFacts? Facts, bool IsKnown) Load(
        WantedLayer wanted, string? diffId, string where, CancellationToken cancellationToken) => _loaded
        .GetOrAdd(wanted.Member, member => new Lazy<(LayerFacts? Facts, bool IsKnown)>(() =>
        {
            // What can be read only once has been read already.
            if (members is not StreamedMembers && cache?.Find(diffId, HashOf(wanted), members.SizeOf(member)) is { } known)
            {
                return (known, true);
            }

            var facts = members.ReadLayer(member, where, cancellationToken);
            if (facts is not null) cache?.Add(facts);
            return (facts, false);
        })).Value;

    private string? WhyNot(WantedLayer wanted) => wanted.MediaType switch
    {
        null => null,
        { } type when !LayerMediaType.IsReadable(type) => $"it has the type {type}",
        { } type when LayerMediaType.IsForeign(type) && !members.Contains(wanted.Member) => "registries do not distribute it",
        _ => null,
    };

    /// <summary>SHA-256 of the blob, if its name is that.</summary>
    private static string? HashOf(WantedLayer wanted) =>
        ImageDigest.TryParse(wanted.Name, out var digest, out _) && digest.Algorithm == "sha256" ? digest.Hex : null;
}
