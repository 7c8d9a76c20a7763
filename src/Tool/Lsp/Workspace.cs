using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Compose;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Tool.Lsp.Answers;
using ContainerGuard.Tool.Lsp.Checks;
using ContainerGuard.Tool.Lsp.Documents;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp;

/// <summary>
/// The open documents and their findings. Every edit requests a check; while one is under way, later edits are one more check of the latest
/// text. Changes of files around the Dockerfiles are read in the background, so that typing does not wait for them.
/// </summary>
internal sealed class Workspace : IDisposable
{
    private const string AroundSource = "around";

    /// <summary>The identifiers of Dockerfiles in editors, and those of compose files in Visual Studio Code and in Neovim.</summary>
    private static readonly string[] Languages = ["dockerfile", "dockercompose", "yaml.docker-compose"];
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly LspOptions _options;
    private readonly IEditor _editor;
    private readonly OpenBuffers _buffers = new(new RememberedFiles(PhysicalFileSystem.Instance, TimeProvider.System));
    private readonly ConcurrentDictionary<string, OpenDocument> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _otherUris = new(StringComparer.Ordinal);
    private readonly Publisher _publisher;
    private readonly Coalescing _refresh;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _turn = new();
    private volatile LearnedScripts? _scripts;
    private volatile Surroundings _around;
    private volatile string[] _folders = [];

    /// <param name="options">The options of the server.</param>
    /// <param name="scripts">ShellCheck; null for none.</param>
    /// <param name="editor">The editor.</param>
    public Workspace(LspOptions options, LearnedScripts? scripts, IEditor editor)
    {
        (_options, _scripts, _editor) = (options, scripts, editor);
        _publisher = new Publisher(editor.PublishAsync);
        _refresh = new Coalescing(RefreshAsync);
        _around = new Surroundings(options, _buffers, _folders, scripts);
    }

    /// <summary>What the editor can do.</summary>
    public ClientFeatures Client { get; set; } = ClientFeatures.None;

    /// <summary>The open Dockerfiles.</summary>
    public int Count => _documents.Count;

    /// <summary>Changes the open folders.</summary>
    public void SetFolders(IEnumerable<string> added, IEnumerable<string> removed)
    {
        lock (_turn) _folders = [.. _folders.Except(removed).Union(added)];
        Refresh();
    }

    public void Open(OpenedDocument opened)
    {
        var path = FileUri.PathOf(opened.Uri);
        var name = Path.GetFileName(path ?? opened.Uri);
        if (path is not null && OpenBuffers.IsOfInterest(name))
        {
            _otherUris[path] = opened.Uri;
            SetBuffer(path, opened.Text);
            return;
        }

        if (!Languages.Contains(opened.LanguageId ?? "", StringComparer.OrdinalIgnoreCase) && !IsChecked(name)) return;
        var document = Created(StateOf(opened.Uri, path, opened.Version, new EditorText(opened.Text, Client.Encoding)));
        lock (_turn) _documents[opened.Uri] = document;
        document.Check.Request();
    }

    /// <summary>False for a document that is not open, whose text is not known.</summary>
    public bool Change(DidChangeParams change)
    {
        var uri = change.TextDocument.Uri;
        if (_documents.TryGetValue(uri, out var document))
        {
            var before = document.Current;
            var text = change.ContentChanges.Aggregate(before.Text, static (text, one) => text.With(one));
            document.IsDeleted = false;
            document.Current = StateOf(uri, before.Path, change.TextDocument.Version ?? before.Version, text);
            document.Check.Request();
            return true;
        }

        if (FileUri.PathOf(uri) is not { } path) return false;
        if (_buffers.Find(path) is not { } buffer) return !IsChecked(Path.GetFileName(path));
        SetBuffer(
            path, change.ContentChanges.Aggregate(new EditorText(buffer, Client.Encoding), static (text, one) => text.With(one)).Text);
        return true;
    }

    public void Close(string uri)
    {
        lock (_turn)
        {
            if (_documents.TryRemove(uri, out _)) _publisher.Remove(uri);
        }

        if (FileUri.PathOf(uri) is not { } path || !_otherUris.TryRemove(path, out _)) return;
        SetBuffer(path, null);
    }

    /// <summary>Files on the disk have changed. A deleted Dockerfile has no findings, although its editor may still be open.</summary>
    public void Watched(IEnumerable<FileEvent> changes)
    {
        foreach (var change in changes)
        {
            if (!_documents.TryGetValue(change.Uri, out var document)) continue;
            lock (_turn)
            {
                document.IsDeleted = change.Type == FileEvent.Deleted;
                if (document.IsDeleted) _publisher.Remove(change.Uri);
            }
        }

        Refresh();
    }

    /// <summary>Reads what is around the Dockerfiles again, and checks them.</summary>
    public void Refresh() => _refresh.Request();

    /// <summary>Reads it again if a file has changed.</summary>
    public void RefreshIfChanged()
    {
        if (!_documents.IsEmpty && !_around.IsCurrent) Refresh();
    }

    /// <summary>The latest state of a Dockerfile; null for other documents.</summary>
    public DocumentState? Find(string uri) => _documents.GetValueOrDefault(uri)?.Current;

    /// <summary>The document of an absolute path, open or not.</summary>
    public EditedDocument DocumentOf(string path) => new(_otherUris.GetValueOrDefault(path) ?? FileUri.Of(path), null);

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private static bool IsChecked(string name) => DockerfileName.IsOne(name) || ComposeName.IsOne(name);

    private OpenDocument Created(DocumentState state)
    {
        OpenDocument? document = null;
        return document = new OpenDocument(state) { Check = new Coalescing(() => CheckAsync(document!)) };
    }

    private DocumentState StateOf(string uri, string? path, int version, EditorText text)
    {
        var around = _around;
        return new DocumentState(uri, path, version, text, around, new Lazy<CheckedFile>(() => around.Check(path, text.Text)));
    }

    private void SetBuffer(string path, string? text)
    {
        _buffers.Set(path, text);
        Refresh();
    }

    [SuppressMessage("Design", "CA1031", Justification = "A defect is a finding and a line in the log, not the end of the server.")]
    private async Task CheckAsync(OpenDocument document)
    {
        // An edit may have read what was around the file before it changed.
        if (document.Current.Around != _around) Renew(document);
        var state = document.Current;
        try
        {
            var found = EditorFindings.Of(state, Client.Encoding)
                .ToLookup(one => one.Path is null ? state.Uri : DocumentOf(one.Path).Uri, static one => one.Finding);
            Publish(document, state, found);
            if (state.Checked.Value.HasUncheckedScripts && _scripts is { } scripts) LearnWhenQuiet(document, state, scripts);
            PublishProblems();
        }
        catch (Exception exception)
        {
            var defect = Defect.Of(exception, "lsp");
            await _editor.LogAsync(1, $"{state.Uri}: {defect.Message}").ConfigureAwait(false);
            var finding = new Diagnostic(GuardCodes.Defect, Severity.Error, "", null, null, defect.Message);
            Publish(document, state, new[] { EditorFindings.OfUnread(finding) }.ToLookup(_ => state.Uri));
        }
    }

    private void Publish(OpenDocument document, DocumentState state, ILookup<string, LspDiagnostic> found)
    {
        lock (_turn)
        {
            if (document.IsDeleted || _documents.GetValueOrDefault(state.Uri) != document) return;
            _publisher.Set(state.Uri, state.Uri, state.Version, found);
        }
    }

    /// <summary>The problems of the files around Dockerfiles are shown in these files.</summary>
    private void PublishProblems() => _publisher.Set(
        AroundSource, null, null,
        _around.Problems.ToLookup(one => DocumentOf(one.Path).Uri, static one => EditorFindings.OfUnread(one.Finding)));

    /// <summary>ShellCheck is a process: it runs when no edit has come for a while.</summary>
    private void LearnWhenQuiet(OpenDocument document, DocumentState state, LearnedScripts scripts) => _ = Task.Run(
        async () =>
        {
            try
            {
                await Task.Delay(Quiet, _end.Token).ConfigureAwait(false);
                if (document.Current != state) return;
                if (scripts.Learn(state.Checked.Value.Model, _end.Token) is { } problem)
                {
                    _scripts = null;
                    Refresh();
                    await _editor.LogAsync(2, $"Shell scripts are not checked: {problem}").ConfigureAwait(false);
                    return;
                }

                Renew(document);
                document.Check.Request();
            }
            catch (OperationCanceledException)
            {
                // The server ends.
            }
        },
        CancellationToken.None);

    /// <summary>The latest text with what is around it now. An edit meanwhile requests a check, which comes here again.</summary>
    private void Renew(OpenDocument document)
    {
        var state = document.Current;
        document.Replace(state, StateOf(state.Uri, state.Path, state.Version, state.Text));
    }

    [SuppressMessage("Design", "CA1031", Justification = "A defect is reported by the check of the document.")]
    private async Task RefreshAsync()
    {
        var next = new Surroundings(_options, _buffers, _folders, _scripts);
        foreach (var document in _documents.Values)
        {
            try
            {
                // Reads the files now, so that the next edit need not wait for them.
                next.Check(document.Current.Path, document.Current.Text.Text);
            }
            catch (Exception)
            {
                continue;
            }
        }

        _around = next;
        foreach (var document in _documents.Values)
        {
            // An editor that asks for hints again, or for a hover, gets the new ones before the check has ended.
            Renew(document);
            document.Check.Request();
        }

        if (Client.RefreshesHints) await _editor.RefreshHintsAsync().ConfigureAwait(false);
    }
}
