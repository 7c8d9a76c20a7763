using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>The last USER that counts for the image switches to root. What a build needs root for comes before a USER that drops it.</summary>
internal sealed class LastUserIsRoot : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3001", "The last USER is root", Severity.Error)
    {
        Aliases = ["hadolint:DL3002", "trivy:DS-0002", "checkov:CKV_DOCKER_8", "kics:Last User Is 'root'"],
    };

    public override void Check(RuleContext context)
    {
        if (context.Image is not { RunsAsRoot: true } image
            || image.State.User is not { Origin: SettingOrigin.File, Instruction: { } user }) return;

        var written = user.Source.Slice(user.ArgumentsSpan);
        var meaning = image.User is "" ? ", which is empty: nothing sets it here" : "";
        context.Report(user.ArgumentsSpan,
            $"The container runs as root (USER {written}{meaning}): a fault in the application then has every right in the container, and a shorter way out of it. End the stage with another user, such as {ContainerUser.Advice(image.Base)}.");
    }
}
