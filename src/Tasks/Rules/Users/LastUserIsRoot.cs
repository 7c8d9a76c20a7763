using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>The last USER of the image is root. Commands that need root belong before the USER that drops it.</summary>
internal sealed class LastUserIsRoot : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3001", "The container runs as root", Severity.Error)
    {
        Aliases = ["hadolint:DL3002", "trivy:DS-0002", "checkov:CKV_DOCKER_8", "kics:Last User Is 'root'", "tally:stateful-root-runtime"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { RunsAsRoot: true } image
            || image.State.User is not { Origin: SettingOrigin.File, Instruction: { } user })
        {
            return;
        }

        var written = user.Source.Slice(user.ArgumentsSpan);
        var meaning = image.User is "" ? ", which is empty here" : "";
        findings.Report(user.ArgumentsSpan,
            $"The container runs as root (USER {written}{meaning}). End the final stage with another user, "
                + $"for example {ContainerUser.Advice(image.Base)}.");
    }
}
