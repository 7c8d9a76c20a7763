using ContainerGuard.Dockerfile;

namespace ContainerGuard.Shell;

/// <summary>
/// A text that a shell reads, with the way back to the text it was taken from: what <c>sh -c '…'</c> is given is a piece of an outer
/// script with the quotes removed, and its commands still have their places in that outer script.
/// </summary>
/// <param name="text">What the shell reads.</param>
/// <param name="origins">For every character, and for the end, its offset in the outermost text; null when this is the outermost text.</param>
/// <param name="depth">How many scripts this one is nested in.</param>
internal sealed class ShellText(string text, int[]? origins = null, int depth = 0)
{
    public string Text { get; } = text;

    public int Depth { get; } = depth;

    /// <summary>The offset in the outermost text.</summary>
    public int ToOuter(int offset) => origins is null ? offset : origins[offset];

    /// <summary>The span in the outermost text of the characters from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public TextSpan SpanOf(int start, int end) =>
        end > start ? TextSpan.FromBounds(ToOuter(start), ToOuter(end - 1) + 1) : new TextSpan(ToOuter(start), 0);
}
