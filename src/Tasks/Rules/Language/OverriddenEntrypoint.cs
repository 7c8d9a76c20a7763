using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>An ENTRYPOINT that a later ENTRYPOINT of the same stage overrides.</summary>
internal sealed class OverriddenEntrypoint : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1032", "Multiple ENTRYPOINT instructions in one stage", Severity.Warning)
    {
        Aliases =
            ["buildkit:MultipleInstructionsDisallowed", "hadolint:DL4004", "trivy:DS-0007", "kics:Multiple ENTRYPOINT Instructions Listed"],
    };

    public override void Check(FileAnalysis file, Findings findings) =>
        OverriddenInstructions.Report(file, findings, InstructionKind.Entrypoint);
}
