using ContainerGuard.Archives;
using ContainerGuard.Images;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Registry;

namespace ContainerGuard.Inspection.Sources;

/// <summary>
/// An image in a registry. Its layers are streamed, and everything is verified by its digest. The registry is not asked for a document that
/// is named by a digest and is kept.
/// </summary>
/// <param name="client">Null to read only what is kept.</param>
/// <param name="reference">The image, in the registry that is asked.</param>
/// <param name="options">How to inspect.</param>
/// <param name="cancellationToken">Ctrl+C.</param>
internal sealed class RegistryMembers(
    RegistryClient? client, ImageReference reference, InspectionOptions options, CancellationToken cancellationToken) : IMembers
{
    private const string Prefix = "blobs/";

    private readonly LayerInspector _inspector = options.Inspector;

    private RegistryClient Client =>
        client ?? throw new InspectionException(Name, "a part of it is not kept", "Read it from the registry.");

    public string Name { get; } = $"'{reference.Familiar}'";

    public string OuterCompression => Compression.None.Name();

    /// <summary>
    /// The index or manifest of the reference, and the manifest of the chosen platform. Manifests of other platforms are not fetched.
    /// </summary>
    /// <exception cref="RegistryException">The registry did not answer.</exception>
    public IReadOnlyList<OciNode> Nodes(ImagePlatform? platform, InspectionLimits limits)
    {
        var top = OciLayout.WithManifest(Top(), Name);
        if (top.Manifest?.IsIndex != true) return [top];

        var entries = OciLayout.Entries(top.Content!, $"The index of {Name}", depth: 2, limits);
        var chosen =
            PlatformChoice.Of([.. entries.Where(static entry => !entry.IsAttestation)], static entry => entry.ImagePlatform, platform);
        return [top, .. entries.Select(entry => entry == chosen ? Complete(entry) : entry)];
    }

    public bool Contains(string member) => false;

    public long? SizeOf(string member) => null;

    public byte[]? ReadDocument(string member)
    {
        var digest = DigestOf(member);
        return options.Document(digest, () => Client.GetBlobAsync(reference, digest, cancellationToken).GetAwaiter().GetResult());
    }

    public LayerFacts? ReadLayer(string member, string where, CancellationToken token)
    {
        using var stream = Open(member);
        var facts = _inspector.Read(stream, null, where, token);
        var digest = DigestOf(member);
        // SHA-512 is rare; such a layer is still verified by the digest in the configuration.
        return digest.Algorithm == "sha256" && digest.Hex != facts.BlobHash
            ? throw new InspectionException(
                where, $"its bytes do not match the digest {digest.Short}",
                "Check that no proxy changes the responses of the registry, and try again.")
            : facts;
    }

    private Stream Open(string member) => Client.OpenBlobAsync(reference, DigestOf(member), cancellationToken).GetAwaiter().GetResult();

    public void Dispose() => client?.Dispose();

    private OciNode Top()
    {
        if (reference.Digest is { } written)
        {
            return new OciNode { Digest = written, Annotations = [], Depth = 1, Content = Manifest(written) };
        }

        var (digest, response) = Fetch(reference);
        return new OciNode
        {
            Digest = digest,
            MediaType = response.MediaType,
            Annotations = [],
            Depth = 1,
            Content = response.Body,
        };
    }

    private OciNode Complete(OciNode entry) => OciLayout.WithManifest(entry.With(Manifest(entry.Digest)), Name);

    private byte[] Manifest(ImageDigest digest) => options.Document(digest, () => Fetch(reference.WithDigest(digest)).Response.Body);

    private RegistryDocument Fetch(ImageReference wanted) => Client.GetDocumentAsync(wanted, cancellationToken).GetAwaiter().GetResult();

    private static ImageDigest DigestOf(string member) => ImageDigest.Parse(member[Prefix.Length..].Replace('/', ':'));
}
