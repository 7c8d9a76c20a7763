using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// The image has no HEALTHCHECK. Docker and Compose act on one; Kubernetes ignores it and has probes of its own, so that this is disputed.
/// </summary>
internal sealed class NoHealthcheck : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6005", "The image has no HEALTHCHECK", Severity.Message)
    {
        Aliases = ["hadolint:DL3057", "trivy:DS-0026", "checkov:CKV_DOCKER_2", "kics:Healthcheck Instruction Missing"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        if (context.Image is not { Inspected: null or { HasHealthCheck: false } } image || image.State.Healthcheck.Origin == SettingOrigin.File || !Serves(image, context.Process)) return;

        var span = image.Stage.BaseSpan.IsEmpty ? image.Stage.From.HeaderSpan : image.Stage.BaseSpan;
        if (span.IsEmpty) return;
        context.Report(span,
            "The image has no HEALTHCHECK: Docker and Compose take a process that hangs for one that works. Add one that asks the application itself, or HEALTHCHECK NONE where an orchestrator has probes of its own.");
    }

    /// <summary>
    /// Whether something stays that could hang, as far as one can tell: a port is exposed, a server's image or a script over it starts it, or what is started is called so. Where
    /// nothing is started on nothing, whoever runs the image names the program, and only a file from scratch has put one there.
    /// </summary>
    private static bool Serves(FinalImage image, ContainerProcess? process) =>
        image.IsLikelyToServe
        || (process is null ? image.Stage.Root.IsScratch : ServiceProcess.Is(process))
        || (image.Base is { } known && ServerImages.Contains(known) && process is null or { IsScript: true });
}
