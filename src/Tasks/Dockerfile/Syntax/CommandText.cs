using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// The text that an instruction in shell form passes to the shell: with continued lines joined, without comment lines, with heredocs.
/// Each character can be mapped back to the source.
/// </summary>
internal sealed class CommandText
{
    private readonly LogicalText _text;
    private string? _string;

    private CommandText(LogicalText text, bool isHeredoc)
    {
        _text = text;
        IsHeredoc = isHeredoc;
    }

    public string Text => _string ??= _text.ToString();

    public ReadOnlySpan<char> AsSpan() => _text.AsSpan();

    public int Length => _text.Length;

    public TextSpan Span => _text.ToSource(0, _text.Length);

    /// <summary>Whether this is the body of a heredoc that is the whole command: <c>RUN &lt;&lt;EOF</c>.</summary>
    public bool IsHeredoc { get; }

    /// <summary>Whether the body begins with <c>#!</c>, so that another interpreter reads it instead of the shell.</summary>
    public bool IsScript => IsHeredoc && _text.AsSpan().StartsWith("#!");

    /// <summary>The source offset of a character of <see cref="Text"/>. For <c>Length</c>, the offset after the last character.</summary>
    public int ToSource(int offset) => _text.ToSource(offset);

    /// <summary>The source span of a part of <see cref="Text"/>.</summary>
    public TextSpan ToSource(int start, int length) => _text.ToSource(start, length);

    public override string ToString() => Text;

    internal static CommandText Create(InstructionSyntax instruction)
    {
        var line = instruction.Line.Slice(
            instruction.CommandStart, instruction.ArgumentsStart + instruction.ArgumentsLength - instruction.CommandStart);
        if (instruction.Heredocs.IsEmpty)
        {
            return new CommandText(line, isHeredoc: false);
        }

        if (HeredocWord.TryParse(line.AsSpan(), out _, out _))
        {
            return new CommandText(Body(instruction.Source.Text, instruction.Heredocs[0]), isHeredoc: true);
        }

        return new CommandText(WithHeredocs(line, instruction), isHeredoc: false);
    }

    private static LogicalText Body(string source, HeredocSyntax heredoc)
    {
        var content = heredoc.ContentSpan;
        if (!heredoc.StripsTabs)
        {
            return new LogicalText(source, content.Start, content.Length, segments: null);
        }

        var joined = new LogicalTextBuilder(content.Length);
        for (var at = content.Start; at < content.End;)
        {
            var newline = source.IndexOf('\n', at, content.End - at);
            var end = newline < 0 ? content.End : newline + 1;
            while (at < end && source[at] == '\t')
            {
                at++;
            }

            joined.Append(source, at, end - at);
            at = end;
        }

        return joined.ToLogicalText(content.Start);
    }

    private static LogicalText WithHeredocs(LogicalText line, InstructionSyntax instruction)
    {
        // The bodies follow the lines of the instruction without a gap, each after the terminator of the previous one.
        var start = instruction.Heredocs[0].ContentSpan.Start;
        var last = instruction.Heredocs[^1];
        var end = last.IsTerminated ? last.TerminatorSpan.End : last.ContentSpan.End;
        var joined = new LogicalTextBuilder(line.Length + 1 + end - start);
        joined.Append(line);
        if (start > 0 && instruction.Source.Text[start - 1] == '\n')
        {
            joined.AppendMapped("\n", start - 1);
        }

        joined.Append(instruction.Source.Text, start, end - start);
        return joined.ToLogicalText(start);
    }
}
