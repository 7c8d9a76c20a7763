using System.Globalization;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tool.Output;

/// <summary>
/// Findings for a person. A pipe gets a line for each, as compilers write it: <c>Dockerfile:3:6: error CG3001: …</c>. A terminal gets the
/// source around it, too.
/// </summary>
/// <param name="console">The console.</param>
/// <param name="textOf">The text of a file; null if it cannot be read.</param>
internal sealed class FindingText(ToolConsole console, Func<string, SourceText?> textOf)
{
    private const int LongestLine = 160;
    private const string Dim = "2";

    public void Write(Diagnostic finding)
    {
        var (line, column) = (finding.Start?.Line ?? 1, finding.Start?.Column ?? 1);
        var place = string.Create(CultureInfo.InvariantCulture, $"{PlainText.Of(finding.File)}:{line}:{column}:");
        var label = finding.Severity switch
        {
            Severity.Error => console.Styled("1;31", "error"),
            Severity.Warning => console.Styled("1;33", "warning"),
            _ => console.Styled("1;36", "message"),
        };
        var message = PlainText.Of(SecretText.Mask(finding.Message));
        console.Out.WriteLine($"{console.Styled("1", place)} {label} {finding.Rule.Id}: {message}");
        if (!console.IsTerminal) return;
        if (finding.Start is not null && textOf(finding.File) is { } text) WriteFrame(finding, text);
        console.Out.WriteLine($"  {console.Styled(Dim, finding.Rule.HelpLink)}");
        console.Out.WriteLine();
    }

    /// <summary>The line of the finding between its neighbours, and carets below it.</summary>
    private void WriteFrame(Diagnostic finding, SourceText text)
    {
        var start = finding.Start!.Value;
        if (start.Line > text.LineCount) return;
        var first = Math.Max(1, start.Line - 1);
        var last = Math.Min(text.LineCount, start.Line + 1);
        var width = last.ToString(CultureInfo.InvariantCulture).Length;
        for (var number = first; number <= last; number++)
        {
            var line = text.Slice(text.GetLineSpan(number));
            var shown = Shown(SecretText.Mask(line));
            if (number == text.LineCount && shown.Length == 0) continue;
            var gutter = number.ToString(CultureInfo.InvariantCulture).PadLeft(width);
            var mark = number == start.Line ? console.Styled("1;31", ">") : " ";
            console.Out.WriteLine($"{mark} {console.Styled(Dim, gutter + " |")} {shown}");
            if (number == start.Line) WriteCarets(finding, line, width);
        }
    }

    private void WriteCarets(Diagnostic finding, string line, int width)
    {
        var from = Math.Min(finding.Start!.Value.Column, line.Length + 1) - 1;
        var end = finding.End is { } position && position.Line == finding.Start.Value.Line ? position.Column - 1 : line.Length;
        var until = Math.Min(Math.Max(end, from + 1), LongestLine);
        if (from >= LongestLine) return;
        console.Out.WriteLine(
            $"  {new string(' ', width)} {console.Styled(Dim, "|")} {new string(' ', from)}"
                + console.Styled("1;31", new string('^', Math.Max(1, until - from))));
    }

    /// <summary>One column for each character, so that the carets are below theirs: a tab is a blank.</summary>
    private static string Shown(string line)
    {
        var cut = line.Length > LongestLine ? line[..LongestLine] + "…" : line;
        return string.Concat(cut.Select(static c => char.IsControl(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format ? ' ' : c));
    }
}
