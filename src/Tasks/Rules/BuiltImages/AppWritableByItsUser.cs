using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The user of the container can change the program that it runs.</summary>
internal sealed class AppWritableByItsUser : ImageRule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG8022", "The container user can modify the application", Severity.Warning);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.IsWindows || image.RunsAsRoot != false || image.UserId is not { } user || image.Process is not { } process) return;
        var program = process.TryGetApplication(out var application) ? process.InWorkingDirectory(application) : process.File;
        if (program?.Version is not { } version || program.Parent is not { } folder || !image.IsOurs(version.Layer)) return;

        var group = image.GroupId;
        var files = folder.Children.Where(file =>
            file.Version is { Type: FileType.File } one && image.IsOurs(one.Layer) && IsWritable(one.Entry, user, group)
                && IsCode(file, program));
        findings.ReportFiles(
            files.OrderBy(static file => file.Name, StringComparer.Ordinal),
            (list, count) => $"The container user {user} can modify {list}. "
                + $"Remove --chown, so that root owns {(count == 1 ? "it" : "them")}.");
    }

    private static bool IsWritable(LayerEntry file, long user, long? group) =>
        (file.UserId == user && (file.Mode & 0b010_000_000) != 0) || (file.GroupId == group && (file.Mode & 0b000_010_000) != 0);

    /// <summary>Files of data may be writable.</summary>
    private static bool IsCode(FileNode file, FileNode program) =>
        file == program || file.Name.EndsWith(".dll", StringComparison.Ordinal) || file.Name.EndsWith(".so", StringComparison.Ordinal)
        || file.Name.EndsWith(".js", StringComparison.Ordinal) || file.Name.EndsWith(".py", StringComparison.Ordinal)
        || file.Name.EndsWith(".jar", StringComparison.Ordinal) || file.Name.EndsWith(".rb", StringComparison.Ordinal);
}
