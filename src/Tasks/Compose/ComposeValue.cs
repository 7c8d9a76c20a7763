using ContainerGuard.Formats;
using ContainerGuard.Text;

namespace ContainerGuard.Compose;

/// <summary>A text of a compose file and its place.</summary>
/// <param name="Text">The text after YAML has removed quotes.</param>
/// <param name="Span">
/// The same characters in the file; the whole value with quotes where the file writes them differently, as in a folded text.
/// </param>
internal sealed record ComposeValue(string Text, TextSpan Span)
{
    /// <summary>The value of a node; null if it is not a text.</summary>
    /// <param name="source">The content of the file.</param>
    /// <param name="node">A value of it.</param>
    public static ComposeValue? Of(string source, DataNode node)
    {
        var (start, end) = node.Place;
        if (node.Text is not { } text || end > source.Length || end <= start) return null;

        // An anchor before the text is a part of the value.
        var written = source.AsSpan(start, end - start);
        if (written[^1] is '"' or '\'') written = written[..^1];
        return new ComposeValue(
            text, written.EndsWith(text, StringComparison.Ordinal)
                ? new TextSpan(start + written.Length - text.Length, text.Length)
                : TextSpan.FromBounds(start, end));
    }

    /// <summary>The value without its beginning; the span is that of the rest where the file writes the text as it is.</summary>
    /// <param name="length">The number of characters to leave out.</param>
    public ComposeValue From(int length) => Part(TextSpan.FromBounds(length, Text.Length));

    /// <summary>A part of the value.</summary>
    /// <param name="part">Its place in <see cref="Text"/>.</param>
    public ComposeValue Part(TextSpan part) => new(
        Text.Substring(part.Start, part.Length),
        Span.Length == Text.Length ? new TextSpan(Span.Start + part.Start, part.Length) : Span);
}
