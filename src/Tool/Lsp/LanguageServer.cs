using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ContainerGuard.Tool.Commands;
using ContainerGuard.Tool.Lsp.Answers;
using ContainerGuard.Tool.Lsp.Documents;
using ContainerGuard.Tool.Lsp.Protocol;
using StreamJsonRpc;

namespace ContainerGuard.Tool.Lsp;

/// <summary>The methods of the language server (Language Server Protocol 3.17). Messages arrive one after the other.</summary>
/// <param name="workspace">The open documents.</param>
/// <param name="editor">The editor.</param>
/// <param name="onInitialize">Gets the process of the editor.</param>
/// <param name="onExit">Ends the server with an exit code.</param>
internal sealed class LanguageServer(Workspace workspace, IEditor editor, Action<int> onInitialize, Action<int> onExit)
{
    private const int NotInitialized = -32002, InvalidRequest = -32600;

    private static readonly string[] Watched =
    [
        "**/.dockerignore", "**/*.dockerignore", "**/.editorconfig", "**/.globalconfig", "**/.hadolint.{yaml,yml}",
        "**/containerguard.lock.json", "**/containerguard.baseline.json", "**/{Dockerfile,Containerfile}",
        "**/{Dockerfile,Containerfile}.*", "**/*.{Dockerfile,dockerfile,Containerfile,containerfile}",
        "**/{compose,docker-compose,podman-compose}*.{yaml,yml}", "**/.env",
    ];

    private bool _isInitialized;
    private bool _isShutDown;

    /// <summary>The exit code of a server whose connection ends: the protocol asks for <c>shutdown</c> first.</summary>
    internal int ExitCode => _isShutDown ? Tool.ExitCode.Success : Tool.ExitCode.Findings;

    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    public InitializeResult Initialize(JsonElement parameters)
    {
        if (_isInitialized) throw new LocalRpcException("The server is initialized already.") { ErrorCode = InvalidRequest };
        var read = LspJson.Read<InitializeParams>(parameters);
        workspace.Client = ClientFeatures.Of(read.Capabilities);
        _isInitialized = true;
        workspace.SetFolders(Paths(read.WorkspaceFolders is { Length: > 0 } folders ? folders : [new(read.RootUri ?? "")]), []);
        if (read.ProcessId is { } process) onInitialize(process);
        return new InitializeResult(
            new ServerCapabilities(workspace.Client.Encoding.Name), new ServerInfo("containerguard", PackageVersion.OfTasks));
    }

    [JsonRpcMethod("initialized", UseSingleObjectParameterDeserialization = true)]
    public void Initialized(JsonElement parameters = default)
    {
        if (!_isInitialized) return;
        _ = editor.LogAsync(3, $"ContainerGuard {PackageVersion.OfTasks} checks the Dockerfiles and compose files that are open.");
        if (workspace.Client.WatchesFiles) _ = editor.WatchAsync(Watched);
    }

    [JsonRpcMethod("shutdown", UseSingleObjectParameterDeserialization = true)]
    public object? Shutdown(JsonElement parameters = default)
    {
        Require();
        _isShutDown = true;
        return null;
    }

    [JsonRpcMethod("exit", UseSingleObjectParameterDeserialization = true)]
    public void Exit(JsonElement parameters = default) => onExit(ExitCode);

    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    public void DidOpen(JsonElement parameters) =>
        Hear<DidOpenParams>("textDocument/didOpen", parameters, read => workspace.Open(read.TextDocument));

    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    public void DidChange(JsonElement parameters) => Hear<DidChangeParams>("textDocument/didChange", parameters, read =>
    {
        if (!workspace.Change(read)) throw new JsonException($"the document '{read.TextDocument.Uri}' is not open");
    });

    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    public void DidSave(JsonElement parameters) =>
        Hear<DocumentParams>("textDocument/didSave", parameters, _ => workspace.RefreshIfChanged());

    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    public void DidClose(JsonElement parameters) =>
        Hear<DocumentParams>("textDocument/didClose", parameters, read => workspace.Close(read.TextDocument.Uri));

    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeWatchedFiles(JsonElement parameters) =>
        Hear<WatchedFilesParams>("workspace/didChangeWatchedFiles", parameters, read => workspace.Watched(read.Changes));

    [JsonRpcMethod("workspace/didChangeWorkspaceFolders", UseSingleObjectParameterDeserialization = true)]
    public void DidChangeWorkspaceFolders(JsonElement parameters) => Hear<DidChangeFoldersParams>(
        "workspace/didChangeWorkspaceFolders", parameters,
        read => workspace.SetFolders(Paths(read.Event.Added), Paths(read.Event.Removed)));

    [JsonRpcMethod("textDocument/hover", UseSingleObjectParameterDeserialization = true)]
    public Task<Hover?> HoverAsync(JsonElement parameters, CancellationToken cancellationToken) => Answer<DocumentParams, Hover?>(
        parameters, static read => read.TextDocument.Uri, null,
        static (read, state) => Hovers.At(state, read.Position ?? throw new JsonException("the position is missing")), cancellationToken);

    [JsonRpcMethod("textDocument/codeAction", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<CodeAction>> CodeActionAsync(JsonElement parameters, CancellationToken cancellationToken) =>
        Answer<CodeActionParams, IReadOnlyList<CodeAction>>(
            parameters, static read => read.TextDocument.Uri, [],
            (read, state) => new CodeActions(workspace.Client, state, workspace.DocumentOf).At(read.Range, read.Context?.Only),
            cancellationToken);

    [JsonRpcMethod("textDocument/inlayHint", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<InlayHint>> InlayHintAsync(JsonElement parameters, CancellationToken cancellationToken) =>
        Answer<DocumentParams, IReadOnlyList<InlayHint>>(
            parameters, static read => read.TextDocument.Uri, [], static (read, state) => InlayHints.In(state, read.Range),
            cancellationToken);

    [JsonRpcMethod("textDocument/documentLink", UseSingleObjectParameterDeserialization = true)]
    public Task<IReadOnlyList<DocumentLink>> DocumentLinkAsync(JsonElement parameters, CancellationToken cancellationToken) =>
        Answer<DocumentParams, IReadOnlyList<DocumentLink>>(
            parameters, static read => read.TextDocument.Uri, [], static (_, state) => DocumentLinks.In(state), cancellationToken);

    private static IEnumerable<string> Paths(WorkspaceFolder[]? folders) =>
        (folders ?? []).Select(static folder => FileUri.PathOf(folder.Uri)).OfType<string>();

    /// <summary>The state is that at the time of the request: later edits do not change the answer.</summary>
    private Task<TAnswer> Answer<TParameters, TAnswer>(
        JsonElement parameters, Func<TParameters, string> uriOf, TAnswer nothing, Func<TParameters, DocumentState, TAnswer> answer,
        CancellationToken cancellationToken)
    {
        Require();
        var read = LspJson.Read<TParameters>(parameters);
        return workspace.Find(uriOf(read)) is { } state
            ? Task.Run(() => answer(read, state), cancellationToken)
            : Task.FromResult(nothing);
    }

    /// <summary>A notification has no answer, so its errors are lines in the log. Before <c>initialize</c> it is dropped.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A person gets the defect as one line, without a stack.")]
    private void Hear<T>(string method, JsonElement parameters, Action<T> action)
    {
        if (!_isInitialized || _isShutDown) return;
        try
        {
            action(LspJson.Read<T>(parameters));
        }
        catch (JsonException exception)
        {
            _ = editor.LogUnreadableAsync($"{method}: {exception.Message}");
        }
        catch (Exception exception)
        {
            _ = editor.LogAsync(1, Defect.Of(exception, method).Message);
        }
    }

    private void Require()
    {
        if (_isShutDown) throw new LocalRpcException("The server is shut down.") { ErrorCode = InvalidRequest };
        if (!_isInitialized) throw new LocalRpcException("The server is not initialized.") { ErrorCode = NotInitialized };
    }
}
