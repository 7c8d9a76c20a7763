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
            foreach (var files in FilesByKind(facts))
            {
                var size = files.Bytes >= 100_000
                    ? string.Create(CultureInfo.InvariantCulture, $"{files.Bytes / 1e6:N1} MB")
                    : string.Create(CultureInfo.InvariantCulture, $"{files.Bytes:N0} bytes");
                findings.ReportLayer(i, files.Example, files.Kind, Message(files.Kind, files.Example, size));
            }
        }
    }

    private List<FilesOfKind> FilesByKind(LayerFacts layer)
    {
        List<FilesOfKind> all = [];
        foreach (var entry in layer.Entries)
        {
            if (entry is not { Type: FileType.File, Size: > 0 } || KindOf(entry.Path) is not { } kind) continue;
            var same = all.Find(one => one.Kind == kind);
            if (same is null) all.Add(same = new FilesOfKind(kind, entry.Path));
            same.Bytes += entry.Size;
        }

        return all;
    }

    /// <summary>The name for files of a kind, which is a part of the message; null for other files.</summary>
    private protected abstract string? KindOf(string path);

    private protected abstract string Message(string kind, string example, string size);

    private sealed class FilesOfKind(string kind, string example)
    {
        public string Kind => kind;

        /// <summary>The first of the files.</summary>
        public string Example => example;

        public long Bytes { get; set; }
    }
}
