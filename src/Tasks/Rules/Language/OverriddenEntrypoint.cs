using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A ENTRYPOINT that a later one of the same stage takes the place of.</summary>
internal sealed class OverriddenEntrypoint : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1032", "A later ENTRYPOINT of the stage takes this one's place", Severity.Warning)
    {
        Aliases = ["buildkit:MultipleInstructionsDisallowed", "hadolint:DL4004", "trivy:DS-0007", "kics:Multiple ENTRYPOINT Instructions Listed"],
    };

    public override void Check(RuleContext context) => Overridden.Report(context, InstructionKind.Entrypoint);
}
