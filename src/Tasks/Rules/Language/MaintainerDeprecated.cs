using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>MAINTAINER, which a label has taken the place of.</summary>
internal sealed class MaintainerDeprecated : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1017", "MAINTAINER is deprecated", Severity.Warning)
    {
        Aliases = ["buildkit:MaintainerDeprecated", "hadolint:DL4000", "trivy:DS-0022", "checkov:CKV_DOCKER_6", "kics:MAINTAINER Instruction Being Used"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var instruction in context.Syntax.Instructions)
        {
            if (instruction.Kind != InstructionKind.Maintainer) continue;
            context.Report(context.FromFirstLine(instruction, instruction.KeywordSpan),
                "MAINTAINER is deprecated: it sets a field that few tools read. Write LABEL org.opencontainers.image.authors=\"…\", which every registry and scanner shows.");
        }
    }
}
