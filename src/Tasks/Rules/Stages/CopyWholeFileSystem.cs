using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>COPY --from=… / / copies all files of another image over the files of this one.</summary>
internal sealed class CopyWholeFileSystem : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7004", "COPY --from copies a whole file system", Severity.Warning)
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
                        $"COPY copies all files of '{MessageText.Cut(from)}', including tools and caches. Copy only the files that you need, or base this stage on it.");
                    break;
                }
            }
        }
    }

    private static bool IsRoot(Expansion path) => path is { Error: null, IsKnown: true, Text: "/" or "/." or "/*" };
}
