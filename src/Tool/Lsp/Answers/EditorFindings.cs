using ContainerGuard.Rules;
using ContainerGuard.Text;
using ContainerGuard.Tool.Lsp.Documents;
using ContainerGuard.Tool.Lsp.Protocol;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Lsp.Answers;

/// <summary>Findings in the form of the protocol.</summary>
internal static class EditorFindings
{
    private const string Source = "containerguard";

    /// <summary>The open findings of a Dockerfile, with the absolute paths of their files; null for the Dockerfile itself.</summary>
    public static IEnumerable<(string? Path, LspDiagnostic Finding)> Of(DocumentState state, PositionEncoding encoding)
    {
        var file = state.Checked.Value;
        EditorText? ignoreFile = null;
        foreach (var finding in file.Open)
        {
            if (IsIn(finding, file.Source))
            {
                yield return (null, Of(finding, state.RangeOf(finding)));
            }
            else if (file.Facts.Context is { } context && IsIn(finding, context.IgnoreSource))
            {
                ignoreFile ??= new EditorText(context.IgnoreSource.Text, encoding);
                yield return (file.PathOf(finding.File), Of(finding, RangeOf(finding, context.IgnoreSource, ignoreFile)));
            }
            else
            {
                yield return (file.PathOf(finding.File), Of(finding, Unread(finding)));
            }
        }
    }

    /// <summary>A finding in a file whose text is not at hand.</summary>
    public static LspDiagnostic OfUnread(Diagnostic finding) => Of(finding, Unread(finding));

    /// <summary>Whether a finding is in a text.</summary>
    public static bool IsIn(Diagnostic finding, SourceText source) => finding.File == source.Path;

    /// <summary>The range of a finding; the first line if the finding is about the whole file.</summary>
    public static PositionRange RangeOf(Diagnostic finding, SourceText source, EditorText text) => text.RangeOf(SpanOf(finding, source));

    /// <summary>As <see cref="RangeOf"/>, in offsets.</summary>
    public static TextSpan SpanOf(Diagnostic finding, SourceText source)
    {
        if (finding.Start is not { } start) return source.GetLineSpan(1);
        var from = source.GetOffset(start);
        return TextSpan.FromBounds(from, finding.End is { } end ? Math.Max(from, source.GetOffset(end)) : from);
    }

    /// <summary>A finding at a range.</summary>
    public static LspDiagnostic Of(Diagnostic finding, PositionRange range) => new(
        range,
        finding.Severity switch { Severity.Error => 1, Severity.Warning => 2, _ => 3 },
        finding.Rule.Id,
        new CodeDescription(finding.Rule.HelpLink),
        Source,
        MessageOf(finding));

    /// <summary>The message with commands of the tool, without secrets.</summary>
    public static string MessageOf(Diagnostic finding) => Wording.Of(PlainText.Of(SecretText.Mask(finding.Message)));

    private static PositionRange Unread(Diagnostic finding)
    {
        var start = new Position((finding.Start?.Line ?? 1) - 1, (finding.Start?.Column ?? 1) - 1);
        return new(start, finding.End is { } end ? new Position(end.Line - 1, end.Column - 1) : start);
    }
}
