namespace ContainerGuard.Text;

/// <summary>A text and its place.</summary>
internal sealed record LocatedText(string Text, TextSpan Span);
