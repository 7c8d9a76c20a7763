using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>COPY --from=… / /: all of another image, over this one's own files.</summary>
internal sealed class CopyWholeFileSystem : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7004", "COPY takes a whole file system", Severity.Warning)
    {
        Aliases = ["hadolint:DL3067"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            foreach (var outer in stage.Instructions)
            {
                var instruction = outer.Trigger ?? outer;
                if (instruction.Kind != InstructionKind.Copy || instruction is not { Destination: { } target } || instruction.FindFlag("from") is not { Value: { } from }) continue;

                var state = stage.StateBefore(outer);
                if (!IsRoot(state.Expand(target, context.Syntax.EscapeCharacter))) continue;
                foreach (var source in instruction.Sources)
                {
                    if (!IsRoot(state.Expand(source, context.Syntax.EscapeCharacter))) continue;
                    context.Report(context.FromFirstLine(instruction, TextSpan.FromBounds(source.Span.Start, target.Span.End)),
                        $"COPY takes the whole file system of '{from}': all its tools, caches and secrets, and over files of this stage, while its variables, user and entry point are lost. Copy the files that are needed, or continue it with FROM.");
                    break;
                }
            }
        }
    }

    private static bool IsRoot(Expansion path) => path is { Error: null, IsKnown: true, Text: "/" or "/." or "/*" };
}
