using System.Collections.Concurrent;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Lsp.Documents;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp.Answers;

/// <summary>The text beside the mouse: the findings at a place with what their pages say, and the image there.</summary>
internal static class Hovers
{
    private static readonly ConcurrentDictionary<string, (string Summary, string Why)> Pages = new(StringComparer.Ordinal);

    /// <summary>Null where neither a finding nor an image is.</summary>
    public static Hover? At(DocumentState state, Position position)
    {
        var file = state.Checked.Value;
        var offset = state.Text.OffsetOf(position);
        List<string> parts = [];
        TextSpan? place = null;
        foreach (var finding in file.Open.Where(finding => EditorFindings.IsIn(finding, file.Source)))
        {
            var span = EditorFindings.SpanOf(finding, file.Source);
            if (!Touches(span, offset)) continue;
            parts.Add(TextOf(finding));
            place ??= span;
        }

        foreach (var use in file.Model.Images)
        {
            if (!Touches(use.Span, offset) || !ImageText.TryFind(use, file.Facts, out var image, out var locked)) continue;
            parts.Add(ImageText.Of(image, locked, file.Facts));
            place = use.Span;
        }

        return place is { } shown ? new Hover(new MarkupContent(string.Join("\n\n---\n\n", parts)), state.Text.RangeOf(shown)) : null;
    }

    /// <summary>Whether an offset is in a span or at its end, where the caret of an editor is after typing.</summary>
    public static bool Touches(TextSpan span, int offset) => offset >= span.Start && offset <= span.End;

    private static string TextOf(Diagnostic finding)
    {
        var (summary, why) = Pages.GetOrAdd(finding.Rule.Id, static code => RulePages.Find(code) is { } page
            ? (RulePageText.Summary(page), RulePageText.Why(page))
            : ("", ""));
        var rule = finding.Rule;
        List<string> lines =
        [
            $"**[{rule.Id}]({rule.HelpLink}): {Markdown.Escape(rule.Title)}** ({finding.Severity.ToString().ToLowerInvariant()})",
            Markdown.Escape(EditorFindings.MessageOf(finding)),
        ];
        if (summary.Length > 0) lines.Add(Markdown.Escape(summary));
        if (why.Length > 0 && why != summary) lines.Add("*Why:* " + Markdown.Escape(why));
        return string.Join("\n\n", lines);
    }
}
