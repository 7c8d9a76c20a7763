using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp.Checks;

/// <summary>
/// What the editor shows of each file. Several Dockerfiles can have findings in one ignore file, so a file has findings of several sources.
/// The latest state of a file is always sent, and never an older one after it.
/// </summary>
internal sealed class Publisher
{
    private readonly Lock _turn = new();
    private readonly Dictionary<string, Published> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly Func<PublishDiagnosticsParams, Task> _send;
    private readonly Coalescing _sending;

    /// <param name="send">Sends the findings of one file; it must not throw.</param>
    public Publisher(Func<PublishDiagnosticsParams, Task> send)
    {
        _send = send;
        _sending = new Coalescing(SendAsync);
    }

    /// <summary>The number of files that the editor shows findings of.</summary>
    public int Count
    {
        get
        {
            lock (_turn) return _files.Count;
        }
    }

    /// <summary>Sets all findings of a source.</summary>
    /// <param name="source">A Dockerfile, or another reason for findings.</param>
    /// <param name="own">The address of the source's own file, which is sent without findings, too; null without one.</param>
    /// <param name="version">The version of the own file.</param>
    /// <param name="findings">By address.</param>
    public void Set(string source, string? own, int? version, ILookup<string, LspDiagnostic> findings)
    {
        lock (_turn)
        {
            foreach (var (uri, file) in _files)
            {
                if (file.Sources.ContainsKey(source) && !findings.Contains(uri) && uri != own) Remove(source, uri, file);
            }

            foreach (var group in findings) Put(group.Key, source, [.. group]);
            if (own is not null)
            {
                if (!findings.Contains(own)) Put(own, source, []);
                _files[own].Version = version;
                _changed.Add(own);
            }
        }

        _sending.Request();
    }

    /// <summary>Removes all findings of a source.</summary>
    public void Remove(string source)
    {
        lock (_turn)
        {
            foreach (var (uri, file) in _files)
            {
                if (file.Sources.ContainsKey(source)) Remove(source, uri, file);
            }
        }

        _sending.Request();
    }

    private void Put(string uri, string source, IReadOnlyList<LspDiagnostic> findings)
    {
        if (!_files.TryGetValue(uri, out var file)) _files[uri] = file = new Published();
        if (file.Sources.TryGetValue(source, out var before) && before.SequenceEqual(findings)) return;
        file.Sources[source] = findings;
        _changed.Add(uri);
    }

    private void Remove(string source, string uri, Published file)
    {
        file.Sources.Remove(source);
        if (source == uri) file.Version = null;
        _changed.Add(uri);
    }

    private async Task SendAsync()
    {
        while (Next() is { } next) await _send(next).ConfigureAwait(false);
    }

    private PublishDiagnosticsParams? Next()
    {
        lock (_turn)
        {
            if (_changed.FirstOrDefault() is not { } uri) return null;
            _changed.Remove(uri);
            var file = _files[uri];
            if (file.Sources.Count == 0) _files.Remove(uri);
            return new PublishDiagnosticsParams(uri, file.Version, [.. file.Sources.Values.SelectMany(static one => one).Distinct()]);
        }
    }

    private sealed class Published
    {
        public Dictionary<string, IReadOnlyList<LspDiagnostic>> Sources { get; } = new(StringComparer.Ordinal);

        public int? Version { get; set; }
    }
}
