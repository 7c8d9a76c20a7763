using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A HEALTHCHECK that a later one of the same stage takes the place of.</summary>
internal sealed class OverriddenHealthcheck : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1033", "A later HEALTHCHECK of the stage takes this one's place", Severity.Warning)
    {
        Aliases = ["buildkit:MultipleInstructionsDisallowed", "hadolint:DL3012", "trivy:DS-0023"],
    };

    public override void Check(RuleContext context) => Overridden.Report(context, InstructionKind.Healthcheck);
}
