using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Analysis.Built;

/// <summary>Bytes that are in the image twice, or that no container sees.</summary>
/// <param name="ByLayer">The layer that replaced or deleted the files.</param>
/// <param name="IsDeletion">Whether it deleted them.</param>
/// <param name="IsOwnerOnly">Whether it has the same content again, with another owner or mode.</param>
/// <param name="Files">Their number.</param>
/// <param name="Bytes">Their size, unpacked.</param>
/// <param name="Example">The path of the largest file.</param>
internal sealed record LayerWaste(int ByLayer, bool IsDeletion, bool IsOwnerOnly, int Files, long Bytes, string Example)
{
    /// <summary>The waste of each of our layers, the largest first. What the base image has is not ours to save.</summary>
    public static IReadOnlyList<LayerWaste> Find(ImageAnalysis image)
    {
        List<Wasted> all = [];
        foreach (var node in image.Image.Files.Files)
        {
            if (node.Version?.Previous is not null) AddHistory(node.Version, node.Path);
        }

        foreach (var deleted in image.Image.Files.Deleted)
        {
            if (image.IsOurs(deleted.Version.Layer) && deleted.Layer > deleted.Version.Layer && deleted.Version.Entry.Type == FileType.File)
            {
                all.Add(new(new Cause(deleted.Layer, true, false), deleted.Version.Entry.Size, deleted.Path));
            }

            AddHistory(deleted.Version, deleted.Path);
        }

        return [.. all.GroupBy(static one => one.Cause)
            .Select(static group => new LayerWaste(
                group.Key.Layer, group.Key.IsDeletion, group.Key.IsOwnerOnly, group.Count(), group.Sum(static one => one.Bytes),
                group.MaxBy(static one => one.Bytes)!.Path))
            .OrderByDescending(static waste => waste.Bytes)];

        void AddHistory(FileVersion? version, string path)
        {
            for (; version?.Previous is { } before; version = before)
            {
                if (before.Layer >= version.Layer || before.Entry.Type != FileType.File || !image.IsOurs(version.Layer)) continue;
                var isSame = version.Entry.Hash is { } hash && before.Entry.Hash is { } earlier && hash.AsSpan().SequenceEqual(earlier);
                // A copy of a file of the base costs its size again.
                if (image.IsOurs(before.Layer) || isSame) all.Add(new(new Cause(version.Layer, false, isSame), before.Entry.Size, path));
            }
        }
    }

    private sealed record Cause(int Layer, bool IsDeletion, bool IsOwnerOnly);

    private sealed record Wasted(Cause Cause, long Bytes, string Path);
}
