using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A container of the image runs as root: without a user, as 0, or as a name that passwd maps to 0 or does not have.</summary>
internal sealed class RootUser : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8001", "The image runs as root", Severity.Error)
    {
        Aliases = ["dockle:CIS-DI-0001", "trivy:DS-0002", "cis:4.1"],
    };

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.RunsAsRoot == true)
        {
            var user = image.Config.User.Length == 0
                ? "The image does not set a user, so a container"
                : $"User '{MessageText.Cut(image.User)}' is root, so a container";
            var remedy = image.IsWindows ? "Set USER ContainerUser" : "Set a numeric user other than 0, for example USER 1654";
            findings.ReportSetting(InstructionKind.User, "", $"{user} runs as root. {remedy}.");
        }
        else if (image.RunsAsRoot is null && image.HasAllFiles)
        {
            findings.ReportSetting(
                InstructionKind.User, "",
                $"User '{MessageText.Cut(image.User)}' is not in the image's /etc/passwd, so no container starts. Create it, or "
                    + "set a numeric user.");
        }
    }
}
