namespace ContainerGuard.Dockerfile;

/// <summary>A piece of a text and what is to stand there instead; a class, so that lists of it cost a cold process nothing.</summary>
/// <param name="Span">What goes; empty for an insertion.</param>
/// <param name="NewText">What comes.</param>
internal sealed record TextEdit(TextSpan Span, string NewText)
{
    public static TextEdit Insert(int offset, string text) => new(new TextSpan(offset, 0), text);

    public static TextEdit Delete(TextSpan span) => new(span, "");

    /// <summary>A text with edits made, which do not overlap and are in order.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var result = new System.Text.StringBuilder(text.Length + 64);
        var at = 0;
        foreach (var edit in edits)
        {
            result.Append(text, at, edit.Span.Start - at).Append(edit.NewText);
            at = edit.Span.End;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
