using System.Globalization;
using System.Net;
using System.Text;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>Markdown, as GitHub and GitLab show it: a heading and a table of the open findings for each project, errors first.</summary>
internal sealed class MarkdownFormat : MarkedFormat
{
    public override string Name => "markdown";

    protected override string Head => "";

    protected override string Tail => "";

    public override string PartOf(ReportRun run, IReadOnlyList<Diagnostic> findings) => PartOf(run, findings, int.MaxValue);

    /// <summary>The part of a project, cut after a number of bytes of UTF-8. It says how many findings it leaves out.</summary>
    public static string PartOf(ReportRun run, IReadOnlyList<Diagnostic> findings, int mostBytes)
    {
        Diagnostic[] open = [.. Open(findings).OrderByDescending(static finding => finding.Severity)];
        var head = $"### ContainerGuard: {Code(run.Project)}\n\n{Sentence(Counts(open))}\n";
        if (open.Length == 0) return head;
        var text = new StringBuilder(head).Append("\n| | place | rule | finding |\n|---|---|---|---|\n");
        var left = (long)mostBytes - Encoding.UTF8.GetByteCount(text.ToString()) - Encoding.UTF8.GetByteCount(Rest(open.Length));
        for (var index = 0; index < open.Length; index++)
        {
            var row = Row(run, open[index]);
            left -= Encoding.UTF8.GetByteCount(row);
            if (left < 0) return text.Append(Rest(open.Length - index)).ToString();
            text.Append(row);
        }

        return text.ToString();
    }

    private static string Rest(int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"\n{count:N0} more {(count == 1 ? "finding is" : "findings are")} not shown, "
            + $"because the summary of a step is limited to 1 MiB.\n");

    private static string Row(ReportRun run, Diagnostic finding) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {JsonFormat.NameOf(finding.Severity)} | {Code($"{run.PathOf(finding.File)}:{LineOf(finding)}")} "
            + $"| [{finding.Rule.Id}]({finding.Rule.HelpLink}) | {Escape(MessageOf(finding))} |\n");

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";

    /// <summary>Code as an element, because a code span in a table cannot hold every character.</summary>
    private static string Code(string text) => $"<code>{Escape(text)}</code>";

    /// <summary>Text that is neither Markdown nor HTML (CommonMark 0.31, section 2.4).</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(WebUtility.HtmlEncode(text));
        foreach (var c in @"\`*_[]|~") escaped.Replace(c.ToString(), $"&#{(int)c};");
        return escaped.ToString();
    }
}
