using ContainerGuard.Text;

namespace ContainerGuard.Shell;

/// <summary>
/// The text of a script, with a mapping to the outermost text. The argument of <c>sh -c '…'</c> is a part of an outer
/// script without its quotes, and its commands still need positions in that outer script.
/// </summary>
/// <param name="text">The text that the shell reads.</param>
/// <param name="origins">The offset in the outermost text of every character and of the end; null when this is the outermost text.</param>
/// <param name="depth">The number of scripts around this one.</param>
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
