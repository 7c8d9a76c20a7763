using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Stages;

/// <summary>COPY --from=… / / copies all files of another image over the files of this one.</summary>
internal sealed class CopyWholeFileSystem : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7004", "COPY --from copies a whole file system", Severity.Warning)
    {
        Aliases = ["hadolint:DL3067"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, outer, instruction) in file.Instructions.Of(InstructionKind.Copy))
        {
            if (instruction is not { Destination: { } target } || instruction.FindFlag("from") is not { Value: { } from }) continue;

            var state = stage.StateBefore(outer);
            if (!IsRoot(state.Expand(target, file.Syntax.EscapeCharacter))) continue;
            foreach (var source in instruction.Sources)
            {
                if (!IsRoot(state.Expand(source, file.Syntax.EscapeCharacter))) continue;
                findings.Report(file.FromFirstLine(instruction, TextSpan.FromBounds(source.Span.Start, target.Span.End)),
                    $"COPY copies all files of '{MessageText.Cut(from)}', including tools and caches. "
                        + "Copy only the files that you need, or base this stage on it.");
                break;
            }
        }
    }

    private static bool IsRoot(Expansion path) => path is { Error: null, IsKnown: true, Text: "/" or "/." or "/*" };
}
