using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Language;

/// <summary>A blank line between the continued lines of an instruction.</summary>
internal sealed class EmptyContinuationLine : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1010", "Empty continuation line in an instruction", Severity.Warning)
    {
        Aliases = ["buildkit:NoEmptyContinuation"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var instruction in file.Syntax.Instructions)
        {
            if (instruction.EmptyContinuationLines is not [var first, ..] empty) continue;

            // BuildKit reports the last line of the instruction. The message contains the number of the empty line.
            var last = file.Source.GetLineSpan(file.Source.GetLine(instruction.HeaderSpan.End));
            if (last.IsEmpty) last = last with { Length = 1 };
            var line = file.Source.GetLine(first.Start);
            var others = empty.Length == 1 ? "" : $" and {empty.Length - 1} more";
            findings.Report(last,
                $"This {instruction.Kind.ToKeyword()} contains an empty line (line {line}{others}), "
                    + "which will become an error in BuildKit. Delete it, or put '#' in it.",
                fix: FixOf(file.Source, instruction));
        }
    }

    /// <summary>
    /// Deletes the empty lines. Null if the line after an empty line begins with a keyword, because it was probably intended as a separate
    /// instruction, and null if the last line is empty.
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
            edits.AddRange(Edits.DeleteLine(source, line));
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
