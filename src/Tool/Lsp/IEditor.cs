using ContainerGuard.Text;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp;

/// <summary>The messages to the editor. None of them throws: an editor that has closed the connection needs none.</summary>
internal interface IEditor
{
    private const int LongestReason = 200;

    /// <summary>Shows the findings of a file.</summary>
    Task PublishAsync(PublishDiagnosticsParams findings);

    /// <summary>Writes a line into the log of the editor.</summary>
    /// <param name="type">1 error, 2 warning, 3 information.</param>
    /// <param name="message">One line.</param>
    Task LogAsync(int type, string message);

    /// <summary>Writes into the log that a message is not valid.</summary>
    /// <param name="reason">Text that may come from the message.</param>
    Task LogUnreadableAsync(string reason) =>
        LogAsync(1, $"A message is not valid and was ignored: {PlainText.Of(reason, LongestReason)}");

    /// <summary>Makes the editor ask for inlay hints again.</summary>
    Task RefreshHintsAsync();

    /// <summary>Makes the editor report changes of files.</summary>
    Task WatchAsync(IReadOnlyList<string> globs);
}
