using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>Edits that remove or insert whole lines.</summary>
internal static class InstructionEdits
{
    /// <summary>Removes an instruction with its lines; null where a comment above or inside it would lose its subject.</summary>
    public static TextEdit[]? Delete(InstructionSyntax instruction)
    {
        if (!instruction.PrecedingComments.IsEmpty || HasCommentInside(instruction)) return null;

        var (text, span) = (instruction.Source.Text, instruction.Span);
        var start = text.LastIndexOf('\n', Math.Max(span.Start - 1, 0)) + 1;
        var end = text.IndexOf('\n', span.End);
        var isOnOwnLines = string.IsNullOrWhiteSpace(text[start..span.Start]) && end >= 0 && string.IsNullOrWhiteSpace(text[span.End..end]);
        return isOnOwnLines ? [TextEdit.Delete(TextSpan.FromBounds(start, end + 1))] : null;
    }

    /// <summary>Removes a word with the blanks after it; null where the line is continued there.</summary>
    public static TextEdit[]? DeleteWithBlank(SourceText source, TextSpan span)
    {
        var end = span.End;
        while (end < source.Length && source.Text[end] is ' ' or '\t') end++;
        return end > span.End && source.Text[end] is not ('\r' or '\n' or '\\' or '`') ? [TextEdit.Delete(TextSpan.FromBounds(span.Start, end))] : null;
    }

    /// <summary>Inserts a line above an instruction, and above the comments directly over it.</summary>
    public static TextEdit InsertAbove(InstructionSyntax instruction, string line)
    {
        var text = instruction.Source.Text;
        var first = instruction.LeadingComments is [var comment, ..] ? comment.Span.Start : instruction.Span.Start;
        var start = text.LastIndexOf('\n', Math.Max(first - 1, 0)) + 1;
        return TextEdit.Insert(start, line + instruction.Source.NewLine);
    }

    private static bool HasCommentInside(InstructionSyntax instruction)
    {
        var text = instruction.Source.AsSpan(instruction.Span);
        foreach (var line in text.PiecesAt('\n'))
        {
            if (line.TrimStart() is ['#', ..]) return true;
        }

        return false;
    }
}
