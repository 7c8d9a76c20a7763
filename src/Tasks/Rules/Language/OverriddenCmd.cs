using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A CMD that a later one of the same stage takes the place of.</summary>
internal sealed class OverriddenCmd : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1021", "A later CMD of the stage takes this one's place", Severity.Warning)
    {
        Aliases = ["buildkit:MultipleInstructionsDisallowed", "hadolint:DL4003", "trivy:DS-0016", "kics:Multiple CMD Instructions Listed"],
    };

    public override void Check(RuleContext context) => Overridden.Report(context, InstructionKind.Cmd);
}
