using System.Text.Json;
using ContainerGuard.Tool.Lsp.Documents;

namespace ContainerGuard.Tool.Lsp.Protocol;

/// <summary>What the editor can do, as far as the server depends on it. A capability of another form counts as missing.</summary>
/// <param name="Encoding">The encoding of positions: the first of the editor's that is known, otherwise UTF-16.</param>
/// <param name="WatchesFiles">Whether it reports changes of files on request.</param>
/// <param name="RefreshesHints">Whether it asks for inlay hints again on request.</param>
/// <param name="HasDocumentChanges">Whether it applies edits with versions.</param>
/// <param name="CreatesFiles">Whether an edit can create a file.</param>
internal sealed record ClientFeatures(
    PositionEncoding Encoding, bool WatchesFiles, bool RefreshesHints, bool HasDocumentChanges, bool CreatesFiles)
{
    /// <summary>An editor that supports nothing.</summary>
    public static ClientFeatures None { get; } = new(PositionEncoding.Utf16, false, false, false, false);

    /// <param name="capabilities"><c>capabilities</c> of <c>initialize</c>.</param>
    public static ClientFeatures Of(JsonElement capabilities) => new(
        Strings(At(capabilities, "general", "positionEncodings")).Select(PositionEncoding.Find).OfType<PositionEncoding>().FirstOrDefault()
            ?? PositionEncoding.Utf16,
        IsTrue(At(capabilities, "workspace", "didChangeWatchedFiles", "dynamicRegistration")),
        IsTrue(At(capabilities, "workspace", "inlayHint", "refreshSupport")),
        IsTrue(At(capabilities, "workspace", "workspaceEdit", "documentChanges")),
        Strings(At(capabilities, "workspace", "workspaceEdit", "resourceOperations")).Contains("create"));

    private static JsonElement At(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return default;
        }

        return element;
    }

    private static bool IsTrue(JsonElement element) => element.ValueKind == JsonValueKind.True;

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().Where(static one => one.ValueKind == JsonValueKind.String).Select(static one => one.GetString()!)
        : [];
}
