using System.Globalization;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Rules.Bases;

/// <summary>A rule about files of our layers that the application does not need. A later layer that deletes them saves nothing.</summary>
internal abstract class FilesLeftInLayer : ImageRule
{
    public sealed override void Check(ImageAnalysis image, ImageFindings findings)
    {
        for (var i = image.Origins.BaseLayers; i < image.Image.Layers.Count; i++)
        {
            if (image.Image.Layers[i].Facts is not { } facts) continue;
            foreach (var group in facts.Entries.Where(static entry => entry is { Type: FileType.File, Size: > 0 })
                .Select(entry => (Entry: entry, Kind: KindOf(entry.Path))).Where(static file => file.Kind is not null)
                .GroupBy(static file => file.Kind!, StringComparer.Ordinal))
            {
                var bytes = group.Sum(static file => file.Entry.Size);
                var example = group.First().Entry.Path;
                var size = bytes >= 100_000
                    ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB") : string.Create(CultureInfo.InvariantCulture,
                        $"{bytes:N0} bytes");
                findings.ReportLayer(i, example, group.Key, Message(group.Key, example, size));
            }
        }
    }

    /// <summary>The name for files of a kind, which is a part of the message; null for other files.</summary>
    private protected abstract string? KindOf(string path);

    private protected abstract string Message(string kind, string example, string size);
}
