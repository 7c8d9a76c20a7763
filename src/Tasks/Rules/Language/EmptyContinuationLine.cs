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
                $"Line {line}{others}, inside this {instruction.Kind.ToKeyword()}, is empty. BuildKit reads over it today and announces that it will not for ever. Delete the line, or put a '#' there.",
                fix: FixOf(context.Source, instruction));
        }
    }

    /// <summary>
    /// Takes the lines; none where what follows one begins with a keyword, for then it was to be an instruction of its own, nor where the
    /// last line is one of them.
    /// </summary>
    private static TextEdit[]? FixOf(SourceText source, InstructionSyntax instruction)
    {
        List<TextEdit> edits = [];
        foreach (var empty in instruction.EmptyContinuationLines)
        {
            var line = source.GetLine(empty.Start);
            if (line >= source.LineCount) return null;
            var next = source.GetLineSpan(line + 1);
            if (next.Start >= instruction.HeaderSpan.End || BeginsWithKeyword(source.AsSpan(next))) return null;
            edits.Add(TextEdit.Delete(TextSpan.FromBounds(source.GetLineSpan(line).Start, next.Start)));
        }

        return [.. edits];
    }

    private static bool BeginsWithKeyword(ReadOnlySpan<char> line)
    {
        line = line.TrimStart();
        var end = 0;
        while (end < line.Length && char.IsAsciiLetter(line[end])) end++;
        return InstructionKeywords.Parse(line[..end]) != InstructionKind.Unknown;
    }
}
