using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// A client of a language server, which speaks the protocol itself: headers, JSON, requests in both directions. Messages can also be sent
/// as they are, valid or not.
/// </summary>
public sealed class LspClient : IAsyncDisposable
{
    /// <summary>Generous: what is waited for arrives within milliseconds on an idle machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly Stream _output;
    private readonly Stream _input;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _answers = new();
    private readonly List<(string Method, JsonElement Parameters)> _heard = [];
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Task _reading;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _id;

    /// <param name="output">To the server.</param>
    /// <param name="input">From the server.</param>
    public LspClient(Stream output, Stream input)
    {
        (_output, _input) = (output, input);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>The process of the server; null for a server in this process.</summary>
    public Process? Server { get; private init; }

    /// <summary>All notifications and requests of the server so far.</summary>
    public IReadOnlyList<(string Method, JsonElement Parameters)> Heard
    {
        get
        {
            lock (_heard) return [.. _heard];
        }
    }

    /// <summary>Starts a server and connects to it.</summary>
    /// <param name="program">The server.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Its current folder.</param>
    public static LspClient Start(string program, IEnumerable<string> arguments, string folder)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return new LspClient(process.StandardInput.BaseStream, process.StandardOutput.BaseStream) { Server = process };
    }

    /// <summary>The address of a file.</summary>
    public static string UriOf(string path) => new Uri(path).AbsoluteUri;

    /// <summary><c>initialize</c> and <c>initialized</c>. Returns the result of the first.</summary>
    /// <param name="folders">The open folders.</param>
    /// <param name="capabilities">What the client can do.</param>
    /// <param name="processId">The process whose end ends the server.</param>
    public async Task<JsonElement> InitializeAsync(string[] folders, object? capabilities = null, int? processId = null)
    {
        var result = await RequestAsync("initialize", new
        {
            processId,
            rootUri = folders.Length > 0 ? UriOf(folders[0]) : null,
            workspaceFolders = folders.Select(static folder => new { uri = UriOf(folder), name = Path.GetFileName(folder) }),
            capabilities = capabilities ?? new { },
        });
        await NotifyAsync("initialized", new { });
        return result;
    }

    public Task OpenAsync(string uri, string text, int version = 1, string languageId = "dockerfile") =>
        NotifyAsync("textDocument/didOpen", new { textDocument = new { uri, languageId, version, text } });

    /// <summary>Replaces a range, or with the range of an empty text at a place, inserts.</summary>
    public Task ChangeAsync(string uri, int version, (int Line, int Character) from, (int Line, int Character) to, string text) =>
        NotifyAsync("textDocument/didChange", new
        {
            textDocument = new { uri, version },
            contentChanges = new[]
            {
                new
                {
                    range = new
                    {
                        start = new { line = from.Line, character = from.Character },
                        end = new { line = to.Line, character = to.Character },
                    },
                    text,
                },
            },
        });

    /// <summary>Replaces the whole text.</summary>
    public Task ChangeAsync(string uri, int version, string text) => NotifyAsync(
        "textDocument/didChange", new { textDocument = new { uri, version }, contentChanges = new[] { new { text } } });

    public Task CloseAsync(string uri) => NotifyAsync("textDocument/didClose", new { textDocument = new { uri } });

    /// <summary>A request about a place in a document.</summary>
    public Task<JsonElement> AtAsync(string method, string uri, int line, int character) =>
        RequestAsync(method, new { textDocument = new { uri }, position = new { line, character } });

    /// <summary>The actions at a range.</summary>
    public async Task<JsonElement[]> ActionsAsync(
        string uri, (int Line, int Character) from, (int Line, int Character) to, params string[] only)
    {
        var answer = await RequestAsync("textDocument/codeAction", new
        {
            textDocument = new { uri },
            range = new
            {
                start = new { line = from.Line, character = from.Character }, end = new { line = to.Line, character = to.Character },
            },
            context = new { diagnostics = Array.Empty<object>(), only = only.Length == 0 ? null : only },
        });
        return [.. answer.EnumerateArray()];
    }

    /// <summary>The result of a request.</summary>
    /// <exception cref="LspErrorException">The server answers with an error.</exception>
    public async Task<JsonElement> RequestAsync(string method, object? parameters)
    {
        var id = Interlocked.Increment(ref _id);
        var answer = _answers[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new { jsonrpc = "2.0", id, method, @params = parameters });
        return await answer.Task.WaitAsync(Limit);
    }

    public Task NotifyAsync(string method, object? parameters) => SendAsync(new { jsonrpc = "2.0", method, @params = parameters });

    /// <summary>Sends a body as it is.</summary>
    public Task SendRawAsync(string body) => SendRawAsync(Encoding.UTF8.GetBytes(body));

    /// <summary>Sends a body as it is.</summary>
    public async Task SendRawAsync(byte[] body)
    {
        var header = string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        await _turn.WaitAsync();
        try
        {
            await _output.WriteAsync(Encoding.ASCII.GetBytes(header));
            await _output.WriteAsync(body);
            await _output.FlushAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The parameters of the first message of the server that fits, also of one that arrived before.</summary>
    public async Task<JsonElement> WaitAsync(string method, Func<JsonElement, bool>? fits = null)
    {
        for (var next = 0; ;)
        {
            Task news;
            lock (_heard)
            {
                for (; next < _heard.Count; next++)
                {
                    if (_heard[next].Method == method && fits?.Invoke(_heard[next].Parameters) != false) return _heard[next].Parameters;
                }

                news = _news.Task;
            }

            await Task.WhenAny(news, _reading).WaitAsync(Limit);
            if (!news.IsCompleted && _reading.IsCompleted) throw new EndOfStreamException($"The server ended, and sent no such {method}.");
        }
    }

    /// <summary>The findings of a document in a version.</summary>
    public async Task<JsonElement[]> FindingsAsync(string uri, int? version, Func<JsonElement[], bool>? fits = null)
    {
        var published = await WaitAsync(
            "textDocument/publishDiagnostics",
            one => one.GetProperty("uri").GetString() == uri
                && (version is null || (one.TryGetProperty("version", out var number) && number.GetInt32() == version))
                && fits?.Invoke([.. one.GetProperty("diagnostics").EnumerateArray()]) != false);
        return [.. published.GetProperty("diagnostics").EnumerateArray()];
    }

    /// <summary>Forgets what arrived so far, so that the next wait is for something new.</summary>
    public void Forget()
    {
        lock (_heard) _heard.Clear();
    }

    /// <summary>Applies edits to a text whose positions are UTF-16.</summary>
    public static string Apply(string text, JsonElement edits)
    {
        var ordered = edits.EnumerateArray().OrderByDescending(edit => OffsetOf(text, edit.GetProperty("range").GetProperty("start")));
        return ordered.Aggregate(text, static (changed, edit) =>
        {
            var range = edit.GetProperty("range");
            var (from, to) = (OffsetOf(changed, range.GetProperty("start")), OffsetOf(changed, range.GetProperty("end")));
            return changed[..from] + edit.GetProperty("newText").GetString() + changed[to..];
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _output.DisposeAsync();
        if (Server is not null)
        {
            if (!Server.WaitForExit(TimeSpan.FromSeconds(30))) Server.Kill(entireProcessTree: true);
            Server.Dispose();
        }

        await _input.DisposeAsync();
        _turn.Dispose();
    }

    private static int OffsetOf(string text, JsonElement position)
    {
        var at = 0;
        for (var line = position.GetProperty("line").GetInt32(); line > 0; line--) at = text.IndexOf('\n', at) + 1;
        return at + position.GetProperty("character").GetInt32();
    }

    private Task SendAsync(object message) => SendRawAsync(JsonSerializer.SerializeToUtf8Bytes(message, Options));

    private async Task ReadAsync()
    {
        try
        {
            while (await HeaderAsync() is { } length)
            {
                var body = new byte[length];
                await _input.ReadExactlyAsync(body);
                await HearAsync(JsonDocument.Parse(body).RootElement);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The end.
        }

        foreach (var waiting in _answers.Values) waiting.TrySetException(new EndOfStreamException("The server ended without an answer."));
    }

    private async Task HearAsync(JsonElement message)
    {
        if (message.TryGetProperty("method", out var method))
        {
            lock (_heard)
            {
                _heard.Add((method.GetString()!, message.TryGetProperty("params", out var given) ? given : default));
                _news.TrySetResult();
                _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (!message.TryGetProperty("id", out var id)) return;
            await SendAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = JsonNode.Parse(id.GetRawText()), ["result"] = null });
            return;
        }

        if (message.GetProperty("id").ValueKind != JsonValueKind.Number
            || !_answers.TryRemove(message.GetProperty("id").GetInt32(), out var waiting))
        {
            return;
        }

        if (message.TryGetProperty("error", out var error))
        {
            waiting.TrySetException(
                new LspErrorException(error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!, error.GetRawText()));
        }
        else
        {
            waiting.TrySetResult(message.GetProperty("result"));
        }
    }

    /// <summary>The length of the next body; null at the end.</summary>
    private async Task<int?> HeaderAsync()
    {
        const string Name = "Content-Length: ";
        var one = new byte[1];
        var header = new StringBuilder();
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await _input.ReadAsync(one) == 0) return null;
            header.Append((char)one[0]);
        }

        var line = header.ToString().Split("\r\n").First(static line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase));
        return int.Parse(line.AsSpan(Name.Length), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}

/// <summary>An error that a language server answers with.</summary>
/// <param name="code">The code of JSON-RPC or of the protocol.</param>
/// <param name="message">Its message.</param>
/// <param name="details">All of it.</param>
public sealed class LspErrorException(int code, string message, string details) : Exception(message)
{
    public int Code { get; } = code;

    public string Details { get; } = details;
}
