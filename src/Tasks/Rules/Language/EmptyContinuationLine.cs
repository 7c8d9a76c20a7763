using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A blank line between the continued lines of an instruction.</summary>
internal sealed class EmptyContinuationLine : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1010", "An empty line breaks a continued instruction", Severity.Warning)
    {
        Aliases = ["buildkit:NoEmptyContinuation"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var instruction in context.Syntax.Instructions)
        {
            if (instruction.EmptyContinuationLines is not [var first, ..] empty) continue;

            // At the instruction's last line, where BuildKit says it; the message tells which line is empty.
            var last = context.Source.GetLineSpan(context.Source.GetLine(instruction.HeaderSpan.End));
            if (last.IsEmpty) last = last with { Length = 1 };
            var line = context.Source.GetLine(first.Start);
            var others = empty.Length == 1 ? "" : $" (and {empty.Length - 1} more)";
            context.Report(last,
                $"Line {line}{others}, inside this {instruction.Kind.ToKeyword()}, is empty. BuildKit reads over it today and announces that it will not for ever. Delete the line, or put a '#' there.");
        }
    }
}
