namespace ContainerGuard.Tool.Lsp.Protocol;

/// <summary>The result of <c>initialize</c>.</summary>
internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <summary>The name and version of the server.</summary>
internal sealed record ServerInfo(string Name, string Version);

/// <summary>What the server does.</summary>
/// <param name="PositionEncoding">The encoding of <see cref="Position.Character"/>.</param>
internal sealed record ServerCapabilities(string PositionEncoding)
{
    public TextSyncOptions TextDocumentSync { get; } = new();

    public bool HoverProvider { get; } = true;

    public CodeActionOptions CodeActionProvider { get; } = new([CodeActionKinds.QuickFix, CodeActionKinds.FixAll]);

    public bool InlayHintProvider { get; } = true;

    public LinkOptions DocumentLinkProvider { get; } = new();

    public WorkspaceOptions Workspace { get; } = new();
}

/// <summary>How an editor sends its texts: opened and closed, and each change as its range (2).</summary>
internal sealed record TextSyncOptions
{
    public bool OpenClose { get; } = true;

    public int Change { get; } = 2;

    public bool Save { get; } = true;
}

/// <summary>The kinds of actions.</summary>
internal sealed record CodeActionOptions(IReadOnlyList<string> CodeActionKinds);

/// <summary>Links have their targets at once.</summary>
internal sealed record LinkOptions
{
    public bool ResolveProvider { get; }
}

/// <summary>Several folders can be open.</summary>
internal sealed record WorkspaceOptions
{
    public FolderOptions WorkspaceFolders { get; } = new();
}

/// <summary>The editor reports folders that a user adds and removes.</summary>
internal sealed record FolderOptions
{
    public bool Supported { get; } = true;

    public bool ChangeNotifications { get; } = true;
}

/// <summary>The names of the kinds of actions.</summary>
internal static class CodeActionKinds
{
    public const string QuickFix = "quickfix";

    public const string FixAll = "source.fixAll.containerguard";

    /// <summary>Whether an editor asks for a kind: <c>source</c> stands for all kinds that begin with it.</summary>
    /// <param name="only">Null for all kinds.</param>
    /// <param name="kind">The full name.</param>
    public static bool IsWanted(string[]? only, string kind) => only is null or []
        || only.Any(wanted => kind == wanted || wanted.Length == 0 || kind.StartsWith(wanted + ".", StringComparison.Ordinal));
}

/// <summary>The files whose changes an editor reports.</summary>
internal sealed record WatchRegistration(IReadOnlyList<FileWatcher> Watchers);

/// <summary>A glob.</summary>
internal sealed record FileWatcher(string GlobPattern);

/// <summary>A capability that the server registers after <c>initialize</c>.</summary>
internal sealed record Registration(string Id, string Method, object RegisterOptions);

/// <summary><c>client/registerCapability</c>.</summary>
internal sealed record RegistrationParams(IReadOnlyList<Registration> Registrations);
