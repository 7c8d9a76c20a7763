using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Shell;

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
        if (context.Image is not { Inspected: null or { HasHealthCheck: false } } image || image.State.Healthcheck.Origin == SettingOrigin.File || EndsByItself(image, context.Process)) return;

        var span = image.Stage.BaseSpan.IsEmpty ? image.Stage.From.HeaderSpan : image.Stage.BaseSpan;
        if (span.IsEmpty) return;
        context.Report(span,
            "The image has no HEALTHCHECK: Docker and Compose take a process that hangs for one that works. Add one that asks the application itself, or HEALTHCHECK NONE where an orchestrator has probes of its own.");
    }

    /// <summary>
    /// Whether there is nothing that could hang: a system or a language on which nothing is started, a shell, a tool that is asked for its help, tests.
    /// </summary>
    private static bool EndsByItself(FinalImage image, ContainerProcess? process)
    {
        if (image.IsLikelyToServe) return false;
        if (process is null) return image.Base is { } known && (RuntimeImages.IsSystem(known) || RuntimeImages.IsRuntime(known));
        return (process.Arguments.Count == 0 && (CommandWrappers.IsShell(process.Name) || process.Name is "node" or "python" or "python3" or "irb"))
            || process.Arguments is ["--help" or "-h" or "--version"]
            || (NodeScript.Of(process) is { } script && NodeScript.IsJob(script));
    }
}
