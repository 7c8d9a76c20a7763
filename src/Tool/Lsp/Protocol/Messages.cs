using System.Text.Json;
using System.Text.Json.Serialization;

namespace ContainerGuard.Tool.Lsp.Protocol;

/// <summary>A place in a text: line and character from 0, the character in units of the negotiated encoding.</summary>
internal sealed record Position(int Line, int Character);

/// <summary>A part of a text; the end is exclusive.</summary>
internal sealed record PositionRange(Position Start, Position End);

/// <summary>The place of a document, as requests have it.</summary>
internal sealed record TextDocument(string Uri, int? Version = null);

/// <summary>A request about a document, or about a place in it.</summary>
internal sealed record DocumentParams(TextDocument TextDocument, Position? Position = null, PositionRange? Range = null);

/// <summary>A document that an editor has opened.</summary>
internal sealed record OpenedDocument(string Uri, int Version, string Text, string? LanguageId = null);

/// <summary><c>textDocument/didOpen</c>.</summary>
internal sealed record DidOpenParams(OpenedDocument TextDocument);

/// <summary>A change of a text: of a range, or of the whole text.</summary>
internal sealed record ContentChange(string Text, PositionRange? Range = null);

/// <summary><c>textDocument/didChange</c>.</summary>
internal sealed record DidChangeParams(TextDocument TextDocument, ContentChange[] ContentChanges);

/// <summary>A change of a file on the disk: 1 created, 2 changed, 3 deleted.</summary>
internal sealed record FileEvent(string Uri, int Type)
{
    /// <summary>The type of a deletion.</summary>
    public const int Deleted = 3;
}

/// <summary><c>workspace/didChangeWatchedFiles</c>.</summary>
internal sealed record WatchedFilesParams(FileEvent[] Changes);

/// <summary>A folder that is open in the editor.</summary>
internal sealed record WorkspaceFolder(string Uri);

/// <summary>The folders that a user added and removed.</summary>
internal sealed record FoldersEvent(WorkspaceFolder[]? Added = null, WorkspaceFolder[]? Removed = null);

/// <summary><c>workspace/didChangeWorkspaceFolders</c>.</summary>
internal sealed record DidChangeFoldersParams(FoldersEvent Event);

/// <summary>The part of <c>initialize</c> that the server reads as a record; <see cref="ClientFeatures"/> reads the capabilities.</summary>
internal sealed record InitializeParams(
    int? ProcessId = null, string? RootUri = null, WorkspaceFolder[]? WorkspaceFolders = null, JsonElement Capabilities = default);

/// <summary>The kinds of actions that an editor asks for; null for all.</summary>
internal sealed record CodeActionContext(string[]? Only = null);

/// <summary><c>textDocument/codeAction</c>.</summary>
internal sealed record CodeActionParams(TextDocument TextDocument, PositionRange Range, CodeActionContext? Context = null);

/// <summary>The address of more about a finding.</summary>
internal sealed record CodeDescription(string Href);

/// <summary>A finding: severity 1 error, 2 warning, 3 information.</summary>
internal sealed record LspDiagnostic(
    PositionRange Range, int Severity, string Code, CodeDescription CodeDescription, string Source, string Message);

/// <summary><c>textDocument/publishDiagnostics</c>.</summary>
internal sealed record PublishDiagnosticsParams(string Uri, int? Version, IReadOnlyList<LspDiagnostic> Diagnostics);

/// <summary>A replacement in a text.</summary>
internal sealed record LspEdit(PositionRange Range, string NewText);

/// <summary>A document and its version; null for one that is not open. The protocol requires the member.</summary>
internal sealed record EditedDocument(string Uri, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Version);

/// <summary>The edits of one document.</summary>
internal sealed record DocumentEdits(EditedDocument TextDocument, IReadOnlyList<LspEdit> Edits);

/// <summary>The creation of a file, before it is edited.</summary>
internal sealed record CreateFile(string Uri)
{
    public string Kind { get; } = "create";

    public CreateOptions Options { get; } = new(IgnoreIfExists: true);
}

/// <summary>How a file is created.</summary>
internal sealed record CreateOptions(bool IgnoreIfExists);

/// <summary>
/// Edits of several documents: in order with versions (<see cref="DocumentChanges"/>) if the editor supports it, otherwise by document.
/// </summary>
internal sealed record WorkspaceEdit(IReadOnlyList<object>? DocumentChanges, IReadOnlyDictionary<string, IReadOnlyList<LspEdit>>? Changes);

/// <summary>An action that an editor offers.</summary>
internal sealed record CodeAction(
    string Title, string Kind, WorkspaceEdit Edit, IReadOnlyList<LspDiagnostic>? Diagnostics = null, bool? IsPreferred = null);

/// <summary>Markdown.</summary>
internal sealed record MarkupContent(string Value)
{
    public string Kind { get; } = "markdown";
}

/// <summary>A text beside the mouse.</summary>
internal sealed record Hover(MarkupContent Contents, PositionRange Range);

/// <summary>A text between the characters of a line, which is not part of the document.</summary>
internal sealed record InlayHint(Position Position, string Label, MarkupContent Tooltip)
{
    public bool PaddingLeft { get; } = true;
}

/// <summary>A part of a text that is a link.</summary>
internal sealed record DocumentLink(PositionRange Range, string Target, string Tooltip);

/// <summary><c>window/logMessage</c>: type 1 error, 2 warning, 3 information.</summary>
internal sealed record LogMessageParams(int Type, string Message);
