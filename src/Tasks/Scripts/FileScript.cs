using System.Text;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Scripts;

/// <summary>
/// A script of a Dockerfile in the form for ShellCheck: with a first line that names the shell, and a line that declares the variables that
/// the Dockerfile sets. Every position in it can be converted to a position in the Dockerfile.
/// </summary>
internal sealed class FileScript
{
    private readonly CommandText _command;

    /// <summary>For each line of <see cref="Content"/>, from 0, its offset in the text of the command; -1 for an added line.</summary>
    private readonly int[] _lineStarts;

    private FileScript(CommandText command, string content, int[] lineStarts) =>
        (_command, Content, _lineStarts) = (command, content, lineStarts);

    public string Content { get; }

    /// <param name="command">The text that the shell runs.</param>
    /// <param name="dialect">The shell.</param>
    /// <param name="disabled">The suppressed codes, as in <c>shellcheck disable=</c>.</param>
    /// <param name="variables">The names of the variables that are set before the script.</param>
    public static FileScript Create(
        CommandText command, ScriptDialect dialect, IReadOnlyCollection<string> disabled, IReadOnlyCollection<string> variables)
    {
        var text = command.Text;
        var content = new StringBuilder(text.Length + 64);
        var starts = new int[text.AsSpan().Count('\n') + 4];
        var lines = 0;

        AddOwn(dialect.Shebang);
        if (disabled.Count > 0) AddOwn($"# shellcheck disable={string.Join(',', disabled)}");

        // A directive applies to the whole script only if just comments are above it, so the directives of the file stay at the top.
        var at = command.IsScript ? NextLine(0) : 0;
        while (at < text.Length && text.AsSpan(at).TrimStart(" \t") is ['#', ..] or ['\n', ..] or ['\r', '\n', ..]) AddLine();
        if (variables.Count > 0) AddOwn($"export{string.Concat(variables.Select(static name => $" {name}=1"))}");
        while (at < text.Length) AddLine();
        return new FileScript(command, content.ToString(), starts[..lines]);

        int NextLine(int from) => text.IndexOf('\n', from) is >= 0 and var end ? end + 1 : text.Length;

        void AddOwn(string line)
        {
            starts[lines++] = -1;
            content.Append(line).Append('\n');
        }

        // Carriage returns of a checkout on Windows must not change the findings.
        void AddLine()
        {
            var end = NextLine(at);
            starts[lines++] = at;
            content.Append(text.AsSpan(at, end - at).TrimEnd("\r\n")).Append('\n');
            at = end;
        }
    }

    /// <summary>The span in the Dockerfile of a finding in <see cref="Content"/>; null for a finding in an added line.</summary>
    public TextSpan? Locate(ShellCheckComment comment)
    {
        if (comment.Line < 1 || comment.Column < 1 || _command.Length == 0
            || (comment.Line <= _lineStarts.Length && _lineStarts[comment.Line - 1] < 0))
        {
            return null;
        }

        var start = OffsetOf(comment.Line, comment.Column);
        var end = OffsetOf(comment.EndLine, comment.EndColumn);

        // A syntax error has a position but no length. Its span is the character there, or the last one before it.
        var text = _command.AsSpan();
        if (end <= start)
        {
            if (start == text.Length || text[start] is '\n' or '\r') start = Math.Max(0, text[..start].TrimEnd().Length - 1);
            end = start + 1;
        }

        if (end < text.Length && char.IsLowSurrogate(text[end]) && char.IsHighSurrogate(text[end - 1])) end++;
        return _command.ToSource(start, end - start);
    }

    /// <summary>Converts a line and column. ShellCheck counts code points, and a tab as one.</summary>
    private int OffsetOf(int line, int column)
    {
        if (line < 1 || line > _lineStarts.Length) return _command.Length;

        var text = _command.AsSpan();
        var at = Math.Max(0, _lineStarts[line - 1]);
        for (; column > 1 && at < text.Length && text[at] is not '\n'; column--)
        {
            at += at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;
        }

        return at;
    }
}
