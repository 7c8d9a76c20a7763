using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The user of the container must not execute the program of the image.</summary>
internal sealed class EntrypointNotExecutable : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8024", "The entrypoint is not executable", Severity.Error);

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.IsWindows || image.Process?.File is not { Version: { Type: FileType.File } version } file) return;
        var entry = version.Content;
        var bits = image.RunsAsRoot != false || image.UserId is not { } user ? 0b001_001_001
            : entry.UserId == user ? 0b001_000_000
            : entry.GroupId == image.GroupId ? 0b000_001_000
            : 0b000_000_001;
        // A group of the user may be any group that lists it.
        if ((entry.Mode & bits) != 0 || (bits == 1 && (entry.Mode & 0b000_001_000) != 0 && IsInGroup(image, entry.GroupId))) return;
        findings.ReportFile(
            file, $"The container user cannot execute '/{file.Path}', so no container starts. Run 'chmod +x' on it, or "
                + "use COPY --chmod=755.");
    }

    private static bool IsInGroup(ImageAnalysis image, long group) => image.Users.Groups.FirstOrDefault(one => one.Id == group) is { } found
        && image.Users.Find(image.User) is { } user && found.Members.Contains(user.Name);
}
