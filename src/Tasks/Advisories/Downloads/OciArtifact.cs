using ContainerGuard.Archives;
using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Advisories.Downloads;

/// <summary>
/// Reads records of OSV from an artifact in a registry (OCI image specification, "Guidelines for Artifact Usage"), which is downloaded
/// again only if the tag has another digest. Each layer is a zip or tar archive of records, or one record, by its content: tools write any
/// media type.
/// </summary>
/// <param name="client">The connections to registries.</param>
/// <param name="mirrors">The mirrors of registries.</param>
/// <param name="folder">What is kept on this machine; null to keep nothing.</param>
/// <param name="clock">The time of today.</param>
internal sealed class OciArtifact(RegistryClient client, ImageMirrors mirrors, IndexFolder? folder, TimeProvider clock)
{
    /// <summary>The scheme of addresses of artifacts.</summary>
    public const string Scheme = "oci";

    private const int MostLayers = 1000;
    private const long LargestLayer = 1L << 30;

    /// <summary>Reads the rows of ecosystems.</summary>
    /// <param name="source">The address with the scheme <c>oci</c>.</param>
    /// <param name="ecosystems">With their releases: <c>Debian:13</c>, <c>npm</c>.</param>
    /// <param name="problem">Receives the reason if an earlier state has to do, or if records are not valid.</param>
    /// <param name="count">Receives the number of bytes of each part that is read.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="AdvisoryException">The data cannot be read, and no earlier state is known.</exception>
    public async Task<KeptIndexes> ReadAsync(
        Uri source, IReadOnlyCollection<string> ecosystems, Action<AdvisoryException> problem, Action<int> count,
        CancellationToken cancellationToken)
    {
        using var turn = folder is null ? null : await folder.TakeTurnAsync(source.AbsoluteUri, cancellationToken).ConfigureAwait(false);
        var kept = folder?.Find(source.AbsoluteUri);
        try
        {
            var image = mirrors.Apply(ReferenceOf(source)!);
            var digest = image.Digest ?? await client.GetDigestAsync(image, cancellationToken).ConfigureAwait(false);
            if (kept is not null && kept.State == digest.ToString() && kept.Has(ecosystems)) return kept;
            string[] wanted = [.. ecosystems.Union(kept?.Indexes.Keys ?? [], StringComparer.Ordinal)];
            var read = new OsvArchive(source, wanted, clock.GetUtcNow());
            foreach (var layer in await LayersAsync(source, image.WithDigest(digest), cancellationToken).ConfigureAwait(false))
            {
                using var content = await client.OpenBlobAsync(image, layer.Digest, cancellationToken).ConfigureAwait(false);
                Read(source, layer, content, read, count, cancellationToken);
            }

            if (read.Invalid > 0) problem(AdvisoryException.Skipped(source, read.Invalid, "record", "", read.FirstProblem));
            var current = new KeptIndexes
            {
                State = digest.ToString(), FullRead = clock.GetUtcNow(), Latest = read.Latest, Indexes = KeptIndexes.Of(read.Rows),
            };
            folder?.Keep(source.AbsoluteUri, current);
            return current;
        }
        catch (Exception exception) when (exception is AdvisoryException or RegistryException)
        {
            var reason = exception as AdvisoryException ?? Failure(source, ((RegistryException)exception).Problem);
            if (kept is null) throw reason;
            problem(reason);
            return kept;
        }
    }

    /// <summary>The artifact that an address names; null if it is not one.</summary>
    public static ImageReference? ReferenceOf(Uri address) =>
        address.Scheme == Scheme && ImageReference.TryParse(address.OriginalString[$"{Scheme}://".Length..], out var image, out _)
            ? image
            : null;

    private async Task<IReadOnlyList<Descriptor>> LayersAsync(Uri source, ImageReference image, CancellationToken cancellationToken)
    {
        var (_, response) = await client.GetDocumentAsync(image, cancellationToken).ConfigureAwait(false);
        var (body, mediaType) = (response.Body, response.MediaType);
        Manifest manifest;
        try
        {
            manifest = ManifestReader.ReadManifest(body, mediaType);
        }
        catch (FormatException)
        {
            throw new AdvisoryException(source, "it is not an artifact of the OCI specification");
        }

        if (manifest.IsIndex)
        {
            throw new AdvisoryException(source, "it is an index of several images")
            {
                Remedy = "Push one artifact with the records, for example with 'oras push', and name its tag.",
            };
        }

        if (manifest.Layers.Count > MostLayers) throw new AdvisoryException(source, $"it has more than {MostLayers} layers");
        return manifest.Layers;
    }

    private static void Read(
        Uri source, Descriptor layer, Stream content, OsvArchive records, Action<int> count, CancellationToken cancellationToken)
    {
        using var counted = new CountingStream(source, content, count);
        using var hashed = new HashingStream(counted);
        using var file = TemporaryCopy.Of(hashed, LargestLayer, source, cancellationToken);
        if (layer.Digest.Algorithm != "sha256" || hashed.Hash() != layer.Digest.Hex)
        {
            throw new AdvisoryException(source, $"the bytes of a layer do not match its digest {layer.Digest.Short}")
            {
                Remedy = "Check that no proxy changes the responses of the registry, and push the artifact again.",
            };
        }

        var head = new byte[8];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (head.AsSpan(0, length).StartsWith("PK"u8)) records.Read(file, cancellationToken);
        else if (head.AsSpan(0, length).TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'{', ..]) AddRecord(file, records);
        else records.ReadTar(file, Compressions.Of(head.AsSpan(0, length)), cancellationToken);
    }

    private static void AddRecord(FileStream file, OsvArchive records)
    {
        // A record alone can be an empty configuration, which artifacts without layers have in their place.
        const int empty = 2;
        if (file.Length <= empty) return;
        if (file.Length > OsvArchive.LargestRecord)
        {
            records.Refuse($"it is larger than {OsvArchive.LargestRecord >> 20} MiB");
            return;
        }

        var record = new byte[file.Length];
        file.ReadExactly(record);
        records.Add(record);
    }

    private static AdvisoryException Failure(Uri source, RegistryProblem problem) =>
        new(source, problem.Message) { Remedy = problem.Remedy };
}
