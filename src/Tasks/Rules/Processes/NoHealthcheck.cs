using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// The image has no HEALTHCHECK. Docker and Compose use it; Kubernetes ignores it and has its own probes, so the practice is disputed.
/// </summary>
internal sealed class NoHealthcheck : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6005", "The image has no HEALTHCHECK", Severity.Message)
    {
        Aliases = ["hadolint:DL3057", "trivy:DS-0026", "checkov:CKV_DOCKER_2", "kics:Healthcheck Instruction Missing"],
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { Inspected: null or { HasHealthCheck: false } } image
            || image.State.Healthcheck.Origin == SettingOrigin.File
            || !Serves(image, file.Process))
        {
            return;
        }

        var span = image.Stage.BaseSpan.IsEmpty ? image.Stage.From.HeaderSpan : image.Stage.BaseSpan;
        if (span.IsEmpty) return;
        findings.Report(span,
            "The image has no HEALTHCHECK. Add one, or HEALTHCHECK NONE if the orchestrator has its own probes.");
    }

    /// <summary>
    /// Whether the image likely runs a service, which could hang: it exposes a port, is based on the image of a server, or starts a program
    /// whose name says so. Without CMD and ENTRYPOINT the person who runs the image names the program; an image from scratch then holds
    /// only that program.
    /// </summary>
    private static bool Serves(FinalImage image, ContainerProcess? process) =>
        image.IsLikelyToServe
        || (process is null ? image.Stage.Root.IsScratch : ServiceProcess.Is(process))
        || (image.Base is { } known && ServerImages.Contains(known) && process is null or { IsScript: true });
}
