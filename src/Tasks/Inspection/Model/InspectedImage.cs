using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Inspection;

/// <summary>An image of any source: configuration, layers, files.</summary>
internal sealed class InspectedImage
{
    /// <summary>Why the layers of an image were not read of which a build needs only the configuration.</summary>
    public const string OnlyConfiguration = "only the configuration was read";

    private readonly InspectionLimits _limits;
    private readonly Lazy<FileTree> _asWritten;
    private readonly Lazy<FileTree> _files;

    public InspectedImage(ImageConfig config, IReadOnlyList<ImageLayer> layers, InspectionLimits limits)
    {
        (Config, Layers, _limits) = (config, layers, limits);
        LayerFacts?[] facts = [.. layers.Select(static layer => layer.Facts)];
        _asWritten = new Lazy<FileTree>(() => FileTreeBuilder.AsWritten(facts, _limits));
        _files =
            new Lazy<FileTree>(() => _asWritten.Value.HasPathsThroughLinks ? FileTreeBuilder.Resolved(facts, _limits) : _asWritten.Value);
    }

    public ImageConfig Config { get; }

    /// <summary>An image of which only the configuration was read.</summary>
    public static InspectedImage OfConfig(ImageConfig config, InspectionLimits limits) => new(
        config,
        [.. config.DiffIds.Select(static diffId => new ImageLayer
        {
            Name = diffId, ExpectedDiffId = diffId, WhyNotRead = OnlyConfiguration,
        })],
        limits);

    /// <summary>Lowest first.</summary>
    public IReadOnlyList<ImageLayer> Layers { get; }

    /// <summary>The files with the paths that the layers have.</summary>
    public FileTree FilesAsWritten => _asWritten.Value;

    /// <summary>The files as a container has them: a path that leads through a symbolic link is that of the link's target.</summary>
    public FileTree Files => _files.Value;

    /// <summary>Parts that are missing or contradict each other, as clauses.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The note of a reader about a file, in the layer that has its content; null without one.</summary>
    public byte[]? NoteOf(FileVersion file, string reader)
    {
        if (Layers[file.ContentLayer].Facts is not { } facts) return null;
        foreach (var note in facts.Notes)
        {
            if (note.Reader == reader && facts.Entries[note.Entry] == file.Content) return note.Content;
        }

        return null;
    }
}

/// <summary>A layer of an image.</summary>
internal sealed class ImageLayer
{
    /// <summary>The digest in the manifest, or the name in a docker archive.</summary>
    public required string Name { get; init; }

    /// <summary>Null in a docker archive.</summary>
    public string? MediaType { get; init; }

    /// <summary>What it contains; null if it was not read.</summary>
    public LayerFacts? Facts { get; init; }

    /// <summary>Why it was not read, a clause; null if it was.</summary>
    public string? WhyNotRead { get; init; }

    /// <summary>Whether the facts were known before.</summary>
    public bool IsFromCache { get; init; }

    /// <summary>False if the blob does not have the digest in the manifest.</summary>
    public bool BlobMatches { get; init; } = true;

    /// <summary>The digest of its unpacked bytes in the configuration; null without one.</summary>
    public string? ExpectedDiffId { get; init; }

    /// <summary>Whether the bytes are those that the configuration promises.</summary>
    public bool DiffIdMatches => Facts is not null && Facts.DiffId == ExpectedDiffId;
}
