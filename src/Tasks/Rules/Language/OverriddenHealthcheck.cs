using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A HEALTHCHECK that a later HEALTHCHECK of the same stage overrides.</summary>
internal sealed class OverriddenHealthcheck : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1033", "Multiple HEALTHCHECK instructions in one stage", Severity.Warning)
    {
        Aliases = ["buildkit:MultipleInstructionsDisallowed", "hadolint:DL3012", "trivy:DS-0023"],
    };

    public override void Check(FileAnalysis file, Findings findings) =>
        OverriddenInstructions.Report(file, findings, InstructionKind.Healthcheck);
}
