using ContainerGuard.Tool.Lsp.Checks;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp.Documents;

/// <summary>One state of an open Dockerfile. An edit makes another state.</summary>
/// <param name="Uri">As the editor writes it.</param>
/// <param name="Path">The absolute path; null for a document that is not a file.</param>
/// <param name="Version">The editor's number of the state.</param>
/// <param name="Text">The text.</param>
/// <param name="Around">The files around it that the findings depend on.</param>
/// <param name="Checked">The findings, computed when they are first needed, once for all requests about the state.</param>
internal sealed record DocumentState(
    string Uri, string? Path, int Version, EditorText Text, Surroundings Around, Lazy<CheckedFile> Checked)
{
    /// <summary>The place of a finding.</summary>
    public PositionRange RangeOf(Rules.Diagnostic finding) => Answers.EditorFindings.RangeOf(finding, Checked.Value.Source, Text);
}

/// <summary>An open Dockerfile.</summary>
/// <param name="state">The state as it was opened.</param>
internal sealed class OpenDocument(DocumentState state)
{
    private DocumentState _current = state;

    /// <summary>The latest state. Only the thread that reads messages sets it.</summary>
    public DocumentState Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>Whether the file was deleted, and not edited since.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Checks the latest state.</summary>
    public required Coalescing Check { get; init; }

    /// <summary>Replaces a state, unless an edit did so before.</summary>
    public void Replace(DocumentState state, DocumentState by) => Interlocked.CompareExchange(ref _current, by, state);
}
