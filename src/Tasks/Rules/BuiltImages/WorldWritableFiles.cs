using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Our layers add files that every user can write.</summary>
internal sealed class WorldWritableFiles : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8021", "The image adds files that everyone can write", Severity.Warning);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        findings.ReportFiles(
            image.OwnFilesThatAre(IsWorldWritable).Where(static file => !IsSharedFolder(file.Path)),
            static (files, count) => $"{files} {(count == 1 ? "is" : "are")} writable by every user. Run 'chmod o-w', or copy "
                + "with COPY --chmod.");
    }

    /// <summary>A folder with the sticky bit, such as /tmp, is shared on purpose.</summary>
    private static bool IsWorldWritable(FileVersion file)
    {
        const int sticky = 0b001_000_000_000;
        return file.Entry.Type is FileType.File or FileType.Directory && (file.Entry.Mode & 2) != 0
            && !(file.Entry.Type == FileType.Directory && (file.Entry.Mode & sticky) != 0);
    }

    private static bool IsSharedFolder(string path) =>
        path is "tmp" or "var/tmp" or "dev" || path.StartsWith("dev/", StringComparison.Ordinal)
        || path.StartsWith("tmp/", StringComparison.Ordinal) || path.StartsWith("run/", StringComparison.Ordinal);
}
