using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A volume of the image is a folder of the system, or the socket of an engine.</summary>
internal sealed class SystemVolume : ImageRule
{
    private static readonly string[] Folders = ["/sys", "/dev", "/proc", "/boot", "/etc", "/usr", "/bin", "/sbin", "/lib"];

    public override RuleDescriptor Descriptor { get; } = new("CG8011", "A volume is a system folder", Severity.Warning)
    {
        Aliases = ["dockle:DKL-DI-0002"],
    };

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var volume in image.Config.Volumes)
        {
            var path = AbsolutePath.Join("/", volume);
            if (!Folders.Any(folder => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal))
                && !path.EndsWith("/docker.sock", StringComparison.Ordinal))
            {
                continue;
            }

            findings.ReportSetting(
                InstructionKind.Volume, volume,
                $"The volume '{volume}' belongs to the operating system or the engine. Remove it from VOLUME.");
        }
    }
}
