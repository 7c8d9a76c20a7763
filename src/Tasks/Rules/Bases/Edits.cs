using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>
/// The edits of fixes. They know how the file writes the edited text: shell form or exec form, in quotes, over several lines, in a heredoc.
/// An edit is null where the file writes the text in a form that it cannot change safely.
/// </summary>
internal static class Edits
{
    /// <summary>Replaces a part of the syntax tree.</summary>
    public static TextEdit[] Replace(TextSpan span, string text) => [new TextEdit(span, text)];

    /// <summary>Replaces a text; null where the file has it in another form, such as through a variable or over two lines.</summary>
    public static TextEdit[]? Replace(SourceText source, TextSpan span, string written, string text) =>
        source.AsSpan(span).SequenceEqual(written) ? Replace(span, text) : null;

    /// <summary>Replaces a keyword, in the casing of the keyword in the file.</summary>
    public static TextEdit[] ReplaceKeyword(InstructionSyntax instruction, string keyword) =>
        Replace(instruction.KeywordSpan, KeywordCasings.Of(instruction.Keyword).Apply(keyword));

    /// <summary>Inserts a text at a position of the file.</summary>
    public static TextEdit[] Insert(int offset, string text) => [TextEdit.Insert(offset, text)];

    /// <summary>Adds a text to the end of a word, within its quotes.</summary>
    public static TextEdit[] Extend(WordSyntax word, string text) =>
        Insert(word.RawText is ['"' or '\'', .., '"' or '\''] ? word.Span.End - 1 : word.Span.End, text);

    /// <summary>Adds a flag to an instruction, before its other flags.</summary>
    public static TextEdit[] InsertFlag(InstructionSyntax instruction, string flag) => Insert(instruction.KeywordSpan.End, $" {flag}");

    /// <summary>Removes a line with its end.</summary>
    public static TextEdit[] DeleteLine(SourceText source, int line)
    {
        var start = source.GetLineSpan(line).Start;
        return Replace(TextSpan.FromBounds(start, source.GetLineSpan(line + 1).Start), "");
    }

    /// <summary>Removes an instruction with its lines; null where a comment above or inside it would lose its subject.</summary>
    public static TextEdit[]? Delete(InstructionSyntax instruction)
    {
        if (!instruction.PrecedingComments.IsEmpty || HasCommentInside(instruction)) return null;

        var (text, span) = (instruction.Source.Text, instruction.Span);
        var start = StartOfLine(text, span.Start);
        var end = text.IndexOf('\n', span.End);
        var isOnOwnLines = string.IsNullOrWhiteSpace(text[start..span.Start]) && end >= 0 && string.IsNullOrWhiteSpace(text[span.End..end]);
        return isOnOwnLines ? Replace(TextSpan.FromBounds(start, end + 1), "") : null;
    }

    /// <summary>Removes a word with the blanks after it; null where the line is continued there.</summary>
    public static TextEdit[]? DeleteWithBlank(SourceText source, TextSpan span)
    {
        var end = span.End;
        while (end < source.Length && source.Text[end] is ' ' or '\t') end++;
        return end > span.End && end < source.Length && source.Text[end] is not ('\r' or '\n' or '\\' or '`')
            ? Replace(TextSpan.FromBounds(span.Start, end), "")
            : null;
    }

    /// <summary>Inserts a line above an instruction, and above the comments directly over it.</summary>
    public static TextEdit[] InsertAbove(InstructionSyntax instruction, string line)
    {
        var first = instruction.LeadingComments is [var comment, ..] ? comment.Span.Start : instruction.Span.Start;
        return Insert(StartOfLine(instruction.Source.Text, first), line + instruction.Source.NewLine);
    }

    /// <summary>Inserts an option after a word of a command of a RUN.</summary>
    public static TextEdit[]? InsertOption(RunScript run, ShellWord after, string option)
    {
        var span = run.Locate(after.Span);
        return FormOf(run, after, span) switch
        {
            WordForm.Plain => Insert(span.End, $" {option}"),
            WordForm.JsonString => Insert(span.End, $", \"{option}\""),
            _ => null,
        };
    }

    /// <summary>Replaces a word of a command of a RUN.</summary>
    public static TextEdit[]? Replace(RunScript run, ShellWord word, string text)
    {
        var span = run.Locate(word.Span);
        return FormOf(run, word, span) switch
        {
            WordForm.Plain => Replace(span, text),
            WordForm.JsonString => Replace(span, $"\"{text}\""),
            _ => null,
        };
    }

    /// <summary>
    /// Appends a command to a RUN in its layout; null when the end of the script cannot be extended safely, or when
    /// <paramref name="like"/>, which needs the same rights, runs with sudo.
    /// </summary>
    public static TextEdit[]? Append(RunScript run, string command, ShellCommand like)
    {
        if (like.Outer is not null
            || run.Instruction is not { Form: ArgumentForm.Shell, Heredocs.IsEmpty: true, Command: { } text }
            || EndOf(run, text.Text) is not { } last)
        {
            return null;
        }

        var source = run.Instruction.Source;
        var (start, end) = (run.Locate(last.Span).Start, run.Locate(last.Span).End);
        var line = source.GetLineSpan(source.GetLine(start));
        var before = source.Slice(TextSpan.FromBounds(line.Start, start));
        var join = before.Trim() switch
        {
            _ when line.Start <= run.Instruction.KeywordSpan.Start => " && ",
            "" => $" && {run.Instruction.Root.EscapeCharacter}{source.NewLine}{before}",
            "&&" => $" {run.Instruction.Root.EscapeCharacter}{source.NewLine}{before}",
            _ => " && ",
        };
        return Insert(end, $"{join}{command}");
    }

    /// <summary>The last pipeline of a script, if a command after it runs exactly when all before it succeeded; otherwise null.</summary>
    private static ShellPipeline? EndOf(RunScript run, string text)
    {
        if (!run.Script.IsWellFormed || run.Script.Body.Pipelines is not [.., var last] || last.Join != ShellJoin.None) return null;
        if (run.Script.Body.Pipelines.Any(static pipeline => pipeline.Join is not (ShellJoin.And or ShellJoin.Semicolon or ShellJoin.None)))
        {
            return null;
        }

        return string.IsNullOrWhiteSpace(text[last.Span.End..]) && last.Elements[0] is not ShellCommand { Name: "exit" or "exec" }
            ? last
            : null;
    }

    private static WordForm FormOf(RunScript run, ShellWord word, TextSpan span)
    {
        var written = run.Instruction.Source.AsSpan(span);
        if (written.SequenceEqual(word.Text)) return WordForm.Plain;
        return run.Instruction.IsExecForm && written is ['"', .. var inner, '"'] && inner.SequenceEqual(word.Text)
            ? WordForm.JsonString
            : WordForm.Other;
    }

    private static int StartOfLine(string text, int offset) => text.LastIndexOf('\n', Math.Max(offset - 1, 0)) + 1;

    private static bool HasCommentInside(InstructionSyntax instruction)
    {
        var text = instruction.Source.AsSpan(instruction.Span);
        foreach (var line in text.PiecesAt('\n'))
        {
            if (line.TrimStart() is ['#', ..]) return true;
        }

        return false;
    }

    /// <summary>How the file writes a word of a command.</summary>
    private enum WordForm
    {
        /// <summary>In quotes, with escapes, or over two lines.</summary>
        Other,

        /// <summary>As the shell reads it.</summary>
        Plain,

        /// <summary>As an element of the exec form.</summary>
        JsonString,
    }
}
