using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A CMD, ENTRYPOINT or HEALTHCHECK that a later one of the same stage takes the place of.</summary>
internal sealed class OverriddenInstruction : Rule
{
    private static readonly InstructionKind[] Once = [InstructionKind.Cmd, InstructionKind.Entrypoint, InstructionKind.Healthcheck];

    public override RuleDescriptor Descriptor { get; } = new("CG1021", "A later instruction of the stage takes this one's place", Severity.Warning)
    {
        Aliases = ["buildkit:MultipleInstructionsDisallowed"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var kind in Once)
            {
                InstructionSyntax? earlier = null;
                foreach (var instruction in stage.Instructions)
                {
                    if (instruction.Kind != kind) continue;
                    if (earlier is not null)
                    {
                        context.Report(context.FromFirstLine(earlier, earlier.KeywordSpan),
                            $"The {kind.ToKeyword()} of line {instruction.StartLine} takes this one's place: only the last of a stage counts. Delete the one that is not meant.");
                    }

                    earlier = instruction;
                }
            }
        }
    }
}
