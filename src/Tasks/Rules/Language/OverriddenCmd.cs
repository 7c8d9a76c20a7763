using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A CMD that a later CMD of the same stage overrides.</summary>
internal sealed class OverriddenCmd : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1021", "Multiple CMD instructions in one stage", Severity.Warning)
    {
        Aliases = ["buildkit:MultipleInstructionsDisallowed", "hadolint:DL4003", "trivy:DS-0016", "kics:Multiple CMD Instructions Listed"],
    };

    public override void Check(FileAnalysis file, Findings findings) => OverriddenInstructions.Report(file, findings, InstructionKind.Cmd);
}
