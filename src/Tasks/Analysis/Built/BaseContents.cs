using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Contents;
using ContainerGuard.Packages;

namespace ContainerGuard.Analysis.Built;

/// <summary>What a base image contains, as far as that can be read cheaply: the packages of its system, and its .NET.</summary>
internal sealed record BaseContents
{
    /// <summary>The digest of the index, or of the manifest of an image for one platform.</summary>
    public required ImageDigest Digest { get; init; }

    /// <summary>The bytes of all layers in the registry; null if unknown.</summary>
    public long? Size { get; init; }

    /// <summary>The packages of the system and the runtimes of .NET; null if a layer that has them was not read.</summary>
    public IReadOnlyList<Package>? Packages { get; init; }

    /// <summary>Why the packages are not known, a clause; null if they are.</summary>
    public string? WhyNotKnown { get; init; }

    /// <summary>The system; null if it is unknown.</summary>
    public Distribution? System { get; init; }

    /// <summary>Whether the C library is musl; null if unknown.</summary>
    public bool? IsMusl { get; init; }

    /// <summary>Whether there is a shell; null if unknown.</summary>
    public bool? HasShell { get; init; }

    /// <summary>Whether the libraries of ICU, which .NET needs for cultures, are there; null if unknown.</summary>
    public bool? HasIcu { get; init; }

    /// <summary>Reads an image whose layers are known as far as they are needed.</summary>
    /// <param name="digest">Its digest.</param>
    /// <param name="size">The bytes of all layers.</param>
    /// <param name="image">The image.</param>
    public static BaseContents Of(ImageDigest digest, long? size, InspectedImage image)
    {
        var contents = new BaseContents { Digest = digest, Size = size };
        if (image.Config.Os is { Length: > 0 } and not "linux")
        {
            return contents with { WhyNotKnown = $"it is an image for {image.Config.Os}" };
        }

        if (UnreadOf(image) is { } unread)
        {
            return contents with { WhyNotKnown = $"a layer was not read: {unread.WhyNotRead ?? "it is missing"}" };
        }

        var packages = ImagePackages.Of(image).Packages.Where(IsOfBase).ToList();
        var release = OsRelease.Find(image)?.Fields;
        var id = release?.GetValueOrDefault("ID")?.ToLowerInvariant() ?? "";
        return contents with
        {
            Packages = packages,
            System = id.Length == 0 ? null
                : new Distribution(
                    id, release!.GetValueOrDefault("VERSION_ID") ?? "", release!.GetValueOrDefault("VERSION_CODENAME") ?? ""),
            IsMusl = id == "alpine" || Has(image, "lib/ld-musl-x86_64.so.1") || Has(image, "lib/ld-musl-aarch64.so.1"),
            HasShell = Has(image, "bin/sh"),
            HasIcu = packages.Exists(IsIcu)
                || image.Files.Files.Any(static file => file.Path.Contains("/libicuuc.so", StringComparison.Ordinal)),
        };
    }

    /// <summary>Whether layers that say what is installed were not read.</summary>
    public static bool NeedsMore(InspectedImage image) => UnreadOf(image) is not null;

    /// <summary>The contents by a list of packages that the builder attached.</summary>
    /// <param name="digest">The digest of the image.</param>
    /// <param name="size">The bytes of all layers.</param>
    /// <param name="config">The configuration, whose variables name .NET.</param>
    /// <param name="attested">The packages of the system.</param>
    public static BaseContents Of(ImageDigest digest, long? size, ImageConfig config, IReadOnlyList<Package> attested)
    {
        var system = attested[0].Distribution;
        var runtimes = ImagePackages.Of(InspectedImage.OfConfig(config, InspectionLimits.Default)).Packages.Where(IsOfBase);
        return new BaseContents
        {
            Digest = digest, Size = size, Packages = [.. attested, .. runtimes], System = system, IsMusl = system?.Id == "alpine",
            HasShell = attested.Any(static package => package.Name is "bash" or "dash" or "busybox" or "busybox-binsh"),
            HasIcu = attested.Any(IsIcu),
        };
    }

    private static ImageLayer? UnreadOf(InspectedImage image) =>
        image.Layers.FirstOrDefault(static layer => layer.Facts is null && layer.WhyNotRead != BaseLayers.OnlyCopies);

    private static bool Has(InspectedImage image, string path) => image.Files.Resolve(path)?.Version is not null;

    /// <summary>Libraries of languages are left out, because copied files are not read in every image.</summary>
    private static bool IsOfBase(Package package) =>
        package.Type.IsOfSystem() || (package.Type == PackageType.NuGet && package.Role == PackageRole.Runtime);

    private static bool IsIcu(Package package) => package.Type.IsOfSystem()
        && (package.Name.StartsWith("libicu", StringComparison.Ordinal) || package.Name is "icu" or "icu-libs");
}
