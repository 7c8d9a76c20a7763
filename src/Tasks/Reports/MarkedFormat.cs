using System.Text;

namespace ContainerGuard.Reports;

/// <summary>
/// A format with comments of XML or HTML: a comment is before and after the part of each project. Programs that read the report ignore
/// them.
/// </summary>
internal abstract class MarkedFormat : ReportFormat
{
    private const string Begin = "<!-- containerguard:begin ";
    private const string EndOfComment = " -->";
    private const string End = "<!-- containerguard:end -->";

    /// <summary>The text before the first part, with its last line break.</summary>
    protected abstract string Head { get; }

    /// <summary>The text after the last part.</summary>
    protected abstract string Tail { get; }

    public sealed override IReadOnlyList<ReportPart> Split(string report)
    {
        List<ReportPart> parts = [];
        for (var at = 0; Next(report, at) is { } found; at = found.End) parts.Add(new ReportPart(found.Id, found.Text));
        return parts;
    }

    public sealed override string Join(IReadOnlyList<ReportPart> parts)
    {
        var text = new StringBuilder(Head);
        foreach (var part in parts) text.Append(Marked(part));
        return text.Append(Tail).ToString();
    }

    /// <summary>A part between its comments.</summary>
    public static string Marked(ReportPart part) => $"{Begin}{Escape(part.Id)}{EndOfComment}\n{part.Text.Trim('\r', '\n')}\n{End}\n";

    /// <summary>The text without the part of one project; the rest stays, also what another program wrote.</summary>
    public static string Without(string text, string id)
    {
        for (var at = 0; Next(text, at) is { } found; at = found.End)
        {
            if (found.Id == id) return text.Remove(found.Start, found.End - found.Start);
        }

        return text;
    }

    private static (int Start, int End, string Id, string Text)? Next(string text, int from)
    {
        var start = text.IndexOf(Begin, from, StringComparison.Ordinal);
        if (start < 0) return null;
        var idEnd = text.IndexOf(EndOfComment, start + Begin.Length, StringComparison.Ordinal);
        var end = idEnd < 0 ? -1 : text.IndexOf(End, idEnd, StringComparison.Ordinal);
        if (end < 0) return null;
        var body = idEnd + EndOfComment.Length;
        var after = end + End.Length;
        if (after < text.Length && text[after] == '\n') after++;
        return (start, after, Uri.UnescapeDataString(text[(start + Begin.Length)..idEnd]), text[body..end].Trim('\r', '\n'));
    }

    /// <summary>Two hyphens end a comment, and must not be in it.</summary>
    private static string Escape(string id) => string.Join('/', id.Split('/').Select(Uri.EscapeDataString))
        .Replace("--", "-%2D", StringComparison.Ordinal);
}
