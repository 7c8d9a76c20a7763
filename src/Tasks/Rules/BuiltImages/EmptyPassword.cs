using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A user of the image can log in without a password.</summary>
internal sealed class EmptyPassword : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8009", "A user has an empty password", Severity.Warning)
    {
        Aliases = ["dockle:DKL-LI-0001"],
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.Users.Shadow is not { } file || !image.IsOurs(file.Version!.Layer)) return;
        foreach (var user in image.Users.Users.Where(static user => user.HasEmptyPassword))
        {
            findings.ReportLayer(
                file.Version.Layer, file.Path, user.Name,
                $"User '{user.Name}' has an empty password. Lock the password with 'passwd -l {user.Name}'.");
        }
    }
}
