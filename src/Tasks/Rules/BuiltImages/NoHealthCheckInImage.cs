using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>The image has no HEALTHCHECK. An image in the OCI form cannot have one.</summary>
internal sealed class NoHealthCheckInImage : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8003", "The image has no HEALTHCHECK", Severity.Message)
    {
        Aliases = ["dockle:CIS-DI-0006", "trivy:DS-0026", "cis:4.6"],
    };

    public override bool NeedsFiles => false;

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        if (image.Config.HasHealthCheck || image.Config.RefusesHealthCheck) return;
        if (!image.Inputs.CanHaveHealthCheck || image.Config.ExposedPorts.Count == 0) return;
        // PublishContainer of the SDK has no property for it.
        if (image.Origins.OwnSteps.Any(static step => step.IsOfSdk)) return;
        if (image.LastInstruction(InstructionKind.Healthcheck) is not null) return;
        findings.ReportImage(
            "", "The image has no HEALTHCHECK, so Docker cannot see whether the service works. Add one, unless an orchestrator "
                + "has its own probes.");
    }
}
