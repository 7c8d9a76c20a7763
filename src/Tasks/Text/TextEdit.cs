namespace ContainerGuard.Text;

/// <summary>A replacement of a part of a text. It is a class, so that lists of it do not have to be compiled in a new process.</summary>
/// <param name="Span">The text to remove; empty for an insertion.</param>
/// <param name="NewText">The text to insert.</param>
internal sealed record TextEdit(TextSpan Span, string NewText)
{
    public static TextEdit Insert(int offset, string text) => new(new TextSpan(offset, 0), text);

    public static TextEdit Delete(TextSpan span) => new(span, "");

    /// <summary>Applies edits to a text. The edits must be in order and must not overlap.</summary>
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
