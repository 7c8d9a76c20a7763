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
        if (file.Image is not { User: { } name } image
            || !(image.RunsAsRoot == true || RootAccount.In(file).Any(account => account.Name == name.Split(':')[0]))
            || image.State.User is not { Origin: SettingOrigin.File, Instruction: { } user }
            || StepDown.Is(image, file))
        {
            return;
        }

        var written = user.Source.Slice(user.ArgumentsSpan);
        var meaning = name.Length == 0 ? ", which is empty here" : image.RunsAsRoot == true ? "" : ", which has UID 0";
        if (file.Facts.IsOfProperties)
        {
            findings.Report(user.ArgumentsSpan,
                $"The container runs as root (ContainerUser is '{written}'{meaning}). "
                    + ContainerUser.AdviceForProperties(image, isSet: true));
            return;
        }

        findings.Report(user.ArgumentsSpan,
            $"The container runs as root (USER {written}{meaning}). {Remedy(image, file)}.");
    }

    private static string Remedy(FinalImage image, FileAnalysis file)
    {
        var remedy = ContainerUser.Remedy(image, file);
        return remedy.StartsWith("Add 'USER", StringComparison.Ordinal)
            ? $"End the final stage with another user, for example {ContainerUser.Advice(image, file)}"
            : remedy;
    }
}
