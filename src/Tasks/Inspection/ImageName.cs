using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Images;

namespace ContainerGuard.Inspection;

internal enum ImageTransport
{
    Registry,
    DockerDaemon,
    ContainersStorage,
    OciFolder,
    OciArchive,
    DockerArchive,
}

/// <summary>Where an image is, as podman and skopeo name it (containers-transports(5)).</summary>
/// <param name="Transport">The kind of place.</param>
/// <param name="Place">A path; the reference as written for registries and engines.</param>
/// <param name="Reference">For registries and engines; else null.</param>
internal sealed record ImageName(ImageTransport Transport, string Place, ImageReference? Reference)
{
    /// <summary>All forms, for messages.</summary>
    public const string Forms =
        "Write a reference or docker://reference (registry), docker-daemon:name, containers-storage:name (podman), oci:folder, "
            + "oci-archive:file or docker-archive:file.";

    private static readonly (string Prefix, ImageTransport Transport)[] Prefixes =
    [
        ("docker://", ImageTransport.Registry),
        ("docker-daemon:", ImageTransport.DockerDaemon),
        ("containers-storage:", ImageTransport.ContainersStorage),
        ("oci:", ImageTransport.OciFolder),
        ("oci-archive:", ImageTransport.OciArchive),
        ("docker-archive:", ImageTransport.DockerArchive),
    ];

    /// <summary>Transports of other tools that are not read here, and that would pass as the name of an image.</summary>
    private static readonly string[] OtherTransports = ["dir", "sif", "ostree", "tarball", "atomic", "file", "oci-dir", "docker-tarball"];

    public bool IsFile => Transport is ImageTransport.OciFolder or ImageTransport.OciArchive or ImageTransport.DockerArchive;

    /// <summary>Reads <paramref name="text"/>; the reason of a refusal is one or two sentences, which name the forms.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImageName? name, [NotNullWhen(false)] out string? reason)
    {
        (name, reason) = (null, null);
        var (transport, place) = (ImageTransport.Registry, text);
        foreach (var (prefix, candidate) in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal)) (transport, place) = (candidate, text[prefix.Length..]);
        }

        if (place.Length == 0)
        {
            reason = $"'{text}' has no name after its transport. {Forms}";
            return false;
        }

        if (UnknownTransport(text, transport) is { } unknown)
        {
            reason = $"'{text}' has the unknown transport '{unknown}'. {Forms}";
            return false;
        }

        name = new ImageName(transport, place, null);
        if (name.IsFile) return true;

        if (ImageReference.TryParse(place, out var reference, out var problem))
        {
            name = name with { Reference = reference };
            return true;
        }

        (name, reason) = (null, $"'{place}' is not an image reference: {problem}. {Forms}");
        return false;
    }

    /// <summary>
    /// A remedy for a name of Docker Hub, which is often meant to be the name of an image on this machine: a blank and a sentence. Empty
    /// for other names.
    /// </summary>
    /// <param name="written">The name as a person wrote it.</param>
    public string WayToEngine(string written) =>
        Transport == ImageTransport.Registry && Reference?.Registry == ImageReference.DockerHub
            && !written.StartsWith("docker", StringComparison.Ordinal)
                ? $" If the image is in Docker on this machine, write 'docker-daemon:{written}'."
                : "";

    /// <summary>The place, and the image in it: a layout or an archive may contain several, as in <c>oci:folder:name</c>.</summary>
    /// <param name="fullPath">Makes a path absolute.</param>
    public (string Place, string? Member) Split(Func<string, string> fullPath)
    {
        if (!IsFile) return (Place, null);
        var path = fullPath(Place);
        var colon = Place.IndexOf(':', OperatingSystem.IsWindows() && Place is [_, ':', ..] ? 2 : 0);
        return colon <= 0 || File.Exists(path) || Directory.Exists(path)
            ? (path, null)
            : (fullPath(Place[..colon]), Place[(colon + 1)..]);
    }

    private static string? UnknownTransport(string text, ImageTransport transport)
    {
        if (transport != ImageTransport.Registry || text.StartsWith("docker://", StringComparison.Ordinal)) return null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0) return null;
        var word = text[..colon];
        var isOne = text.AsSpan(colon).StartsWith("://") || Array.Exists(OtherTransports, other => other == word)
            || (!word.Contains('/', StringComparison.Ordinal)
                && (text.AsSpan(colon + 1) is ['/' or '.' or '\\', ..] || text.EndsWith(".tar", StringComparison.Ordinal)));
        return isOne ? word : null;
    }
}
