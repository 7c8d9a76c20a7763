using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Pinning;

/// <summary>A Dockerfile before and after the checksums of its sources moved.</summary>
/// <param name="Before">The file.</param>
/// <param name="After">The same with the new checksums.</param>
internal sealed record SourceEdit(SourceText Before, SourceText After)
{
    /// <summary>The edit that replaces old checksums of the lock file; null if the file has none of them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="moved">The sources that moved, by address.</param>
    public static SourceEdit? Of(DockerfileModel file, IReadOnlyDictionary<string, SourceState> moved)
    {
        var edits = RemoteSourceUse.In(file)
            .Where(use => use.Checksum is { } flag && moved.TryGetValue(use.Source.Address, out var state)
                && file.Source.AsSpan(flag.ValueSpan).SequenceEqual(state.Locked.Written))
            .Select(use => new TextEdit(use.Checksum!.ValueSpan, moved[use.Source.Address].Current!.Written))
            .DistinctBy(static edit => edit.Span).OrderBy(static edit => edit.Span.Start).ToArray();
        return edits.Length == 0
            ? null
            : new SourceEdit(file.Source, SourceText.From(TextEdit.Apply(file.Source.Text, edits), file.Source.Path));
    }
}
