using ContainerGuard.Archives;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Inspection.Sources;

/// <summary>The images of one source: in the form of docker, of OCI, or in both (docker since 25, podman).</summary>
internal sealed class SavedImages : IDisposable
{
    private readonly LayerLoader _loader;

    private SavedImages(IMembers members, InspectionOptions options) =>
        (Members, _loader) = (members, new LayerLoader(members, options.Limits, options.Cache));

    public IMembers Members { get; }

    /// <summary><c>docker-save</c>, <c>oci-layout</c>, or <c>registry</c>.</summary>
    public IReadOnlyList<string> Forms { get; private init; } = [];

    /// <summary>The images of manifest.json; null without one.</summary>
    public IReadOnlyList<DockerImage>? DockerImages { get; private init; }

    /// <summary>Everything that index.json, or the name in a registry, leads to; null without one.</summary>
    public IReadOnlyList<OciNode>? OciNodes { get; private init; }

    /// <summary>Whether a document that is not here is missing. Of a registry, the manifests of other platforms are not fetched.</summary>
    public bool IsComplete => Members is not RegistryMembers;

    /// <summary>Opens an image of any place.</summary>
    /// <param name="name">The image; the path of a file is absolute.</param>
    /// <param name="options">How to inspect.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="InspectionException">It does not exist, contains no image, or is damaged.</exception>
    /// <exception cref="RegistryException">The registry did not answer.</exception>
    public static SavedImages Open(ImageName name, InspectionOptions options, CancellationToken cancellationToken) => name.Transport switch
    {
        ImageTransport.Registry => FromRegistry(name.Reference!, options, cancellationToken),
        ImageTransport.DockerDaemon or ImageTransport.ContainersStorage =>
            FromMembers(EngineExport.Read(name, options.Inspector, options.Limits, options.Environment, cancellationToken), options),
        _ => OpenFile(name.Place, options, cancellationToken),
    };

    /// <summary>The configuration of an image in a registry, without its layers.</summary>
    /// <exception cref="InspectionException">It is not an image of the platform, or it is damaged.</exception>
    /// <exception cref="RegistryException">The registry did not answer.</exception>
    public static byte[] ReadConfig(ImageReference reference, InspectionOptions options, CancellationToken cancellationToken)
    {
        using var saved = FromRegistry(reference, options, cancellationToken);
        var nodes = saved.OciNodes!.Where(static node => node.IsImage).ToList();
        return PlatformChoice.Of(nodes, static node => node.ImagePlatform, options.Platform)?.Manifest?.Config is { } config
            && saved.Members.ReadDocument(OciLayout.MemberOf(config.Digest)) is { } content
            ? content
            : throw new InspectionException(saved.Members.Name, "it does not contain an image of the platform", "Check the name.");
    }

    /// <summary>Opens a folder, or an archive of any compression.</summary>
    /// <exception cref="InspectionException">It does not exist, contains no image, or is damaged.</exception>
    public static SavedImages OpenFile(string path, InspectionOptions options, CancellationToken cancellationToken) => FromMembers(
        Directory.Exists(path) ? new FolderMembers(path, options.Inspector, options.Limits) : OpenArchive(path, options, cancellationToken),
        options);

    public InspectedImage Read(DockerImage image, CancellationToken cancellationToken) => image.Read(Members, _loader, cancellationToken);

    public InspectedImage Read(OciNode node, CancellationToken cancellationToken) => Read(node, null, cancellationToken);

    /// <summary>Reads an image, as far as it is needed.</summary>
    /// <param name="node">Its manifest.</param>
    /// <param name="whyNotNeeded">Why a layer need not be read, by its index; null to read all.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public InspectedImage Read(
        OciNode node, Func<ImageConfig, Manifest, int, string?>? whyNotNeeded, CancellationToken cancellationToken) =>
        OciLayout.Read(node, Members, _loader, whyNotNeeded, cancellationToken);

    /// <summary>Reads the image to inspect: the named one, or that of the platform.</summary>
    /// <param name="name">A tag of a docker archive, or the name of an image in a layout; null for the first one.</param>
    /// <param name="platform">Null for that of this machine.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="InspectionException">No such image, or it is damaged.</exception>
    public InspectedImage ReadChosen(string? name, ImagePlatform? platform, CancellationToken cancellationToken)
    {
        if (DockerImages is not null && platform is null)
        {
            var image = name is null ? DockerImages[0] : DockerImages.FirstOrDefault(image => image.Tags.Any(tag => IsNamed(tag, name)));
            if (image is not null) return Read(image, cancellationToken);
        }

        var nodes = OciNodes is null ? [] : Named(OciNodes, name).Where(static node => node.IsImage).ToList();
        return PlatformChoice.Of(nodes, static node => node.ImagePlatform, platform) is { } node
            ? Read(node, cancellationToken)
            : throw new InspectionException(
                Members.Name, "it does not contain " + (name is null ? "an image of the platform" : $"the image '{name}'"),
                "Check the name, or remove it.");
    }

    public void Dispose() => Members.Dispose();

    private static SavedImages FromMembers(IMembers members, InspectionOptions options)
    {
        var isDocker = members.Contains(DockerArchive.Manifest);
        var isOci = members.Contains(OciLayout.Marker) || members.Contains(OciLayout.Index);
        if (!isDocker && !isOci)
        {
            throw new InspectionException(
                members.Name, $"it has neither {DockerArchive.Manifest} nor {OciLayout.Index}",
                "Use the result of docker save, podman save or skopeo copy, or an OCI layout.");
        }

        return new SavedImages(members, options)
        {
            Forms = [.. isDocker ? ["docker-save"] : Array.Empty<string>(), .. isOci ? ["oci-layout"] : Array.Empty<string>()],
            DockerImages = isDocker ? DockerArchive.Images(members) : null,
            OciNodes = isOci ? OciLayout.Nodes(members, options.Limits) : null,
        };
    }

    private static SavedImages FromRegistry(ImageReference reference, InspectionOptions options, CancellationToken cancellationToken)
    {
        var asked = options.Mirrors.Apply(reference);
        var tag = new KnownTag(asked, options);
        var ahead = tag.ReadAhead(cancellationToken);
        var members = new RegistryMembers(new RegistryClient(options.Registry), asked, options, cancellationToken);
        try
        {
            var saved = OfRegistry(members, options);
            tag.Keep(saved.OciNodes![0]);
            return saved;
        }
        catch
        {
            members.Dispose();
            throw;
        }
        finally
        {
            ahead.Wait(CancellationToken.None);
        }
    }

    /// <summary>The image that the members name.</summary>
    /// <exception cref="InspectionException">A document is malformed.</exception>
    /// <exception cref="RegistryException">The registry did not answer.</exception>
    public static SavedImages OfRegistry(RegistryMembers members, InspectionOptions options) =>
        new(members, options) { Forms = ["registry"], OciNodes = members.Nodes(options.Platform, options.Limits) };

    private static IMembers OpenArchive(string path, InspectionOptions options, CancellationToken cancellationToken)
    {
        var name = $"'{path}'";
        try
        {
            using var file = RegularFile.Open(path, 1);
            Span<byte> start = stackalloc byte[Compressions.Prefix];
            var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            if (Compressions.Of(start[..read]) == Compression.None)
            {
                return new ArchiveMembers(path, options.Inspector, options.Limits, cancellationToken);
            }

            file.Position = 0;
            return new StreamedMembers(file, name, options.Inspector, options.Limits, cancellationToken);
        }
        catch (ArchiveException exception)
        {
            throw InspectionException.From(exception, name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InspectionException(name, "it does not exist", $"Check the path. {ImageName.Forms}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InspectionException(name, exception.Message.TrimEnd('.'), "Check the path and the permissions of the file.");
        }
    }

    private static bool IsNamed(string tag, string name) => tag == name
        || (ImageReference.TryParse(tag, out var one, out _)
            && ImageReference.TryParse(name, out var other, out _)
            && one.Canonical == other.Canonical);

    /// <summary>An entry of index.json with the name, and what it leads to.</summary>
    private static IEnumerable<OciNode> Named(IReadOnlyList<OciNode> nodes, string? name)
    {
        var isNamed = name is null;
        foreach (var node in nodes)
        {
            if (name is not null && node.Depth == 1)
            {
                isNamed = node.Annotations.Any(
                    annotation => annotation.Name.EndsWith("name", StringComparison.Ordinal) && IsNamed(annotation.Value, name));
            }

            if (isNamed) yield return node;
        }
    }
}
