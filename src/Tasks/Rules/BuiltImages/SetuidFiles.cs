using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Our layers add files that run with the rights of their owner or group: setuid, setgid, file capabilities.</summary>
internal sealed class SetuidFiles : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8005", "The image adds setuid or setgid files", Severity.Message)
    {
        Aliases = ["dockle:CIS-DI-0008", "cis:4.8"],
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        findings.ReportFiles(
            image.OwnFilesThatAre(IsPrivileged),
            static (files, count) => $"{files} {(count == 1 ? "runs" : "run")} with the rights of another user (setuid, setgid, "
                + "capabilities). "
                + "Remove the bit with 'chmod a-s', or remove the package.");
    }

    private static bool IsPrivileged(FileVersion file)
    {
        const int setuidOrSetgid = 0b110_000_000_000;
        return file.Entry.Type == FileType.File && (file.Entry.HasCapabilities || (file.Entry.Mode & setuidOrSetgid) != 0);
    }
}
