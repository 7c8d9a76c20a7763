namespace ContainerGuard.Dockerfile;

/// <summary>A piece of text and where it is written.</summary>
internal sealed record LocatedText(string Text, TextSpan Span);
