using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using ContainerGuard.Tool.Lsp.Protocol;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace ContainerGuard.Tool.Lsp;

/// <summary>The connection to an editor: JSON-RPC 2.0 with the headers of the Language Server Protocol.</summary>
internal sealed class Connection : JsonRpc, IEditor
{
    private const int InvalidParams = -32602, InternalError = -32603;

    private Connection(IJsonRpcMessageHandler handler)
        : base(handler)
    {
    }

    /// <summary>A connection that does not listen yet. Its methods are called one after the other, in the order of the messages.</summary>
    /// <param name="output">To the editor.</param>
    /// <param name="input">From the editor.</param>
    public static Connection Of(Stream output, Stream input)
    {
        var formatter = new TolerantFormatter();
        var connection = new Connection(new HeaderDelimitedMessageHandler(output, input, formatter))
        {
            SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false),
        };
        formatter.Editor = connection;
        return connection;
    }

    public Task PublishAsync(PublishDiagnosticsParams findings) =>
        SendAsync(() => NotifyWithParameterObjectAsync("textDocument/publishDiagnostics", findings));

    public Task LogAsync(int type, string message) =>
        SendAsync(() => NotifyWithParameterObjectAsync("window/logMessage", new LogMessageParams(type, message)));

    public Task RefreshHintsAsync() => SendAsync(() => InvokeWithParameterObjectAsync<object?>("workspace/inlayHint/refresh"));

    public Task WatchAsync(IReadOnlyList<string> globs) => SendAsync(() => InvokeWithParameterObjectAsync<object?>(
        "client/registerCapability",
        new RegistrationParams(
        [
            new Registration(
                "containerguard.files", "workspace/didChangeWatchedFiles",
                new WatchRegistration([.. globs.Select(static glob => new FileWatcher(glob))])),
        ])));

    /// <summary>One line without a stack.</summary>
    protected override JsonRpcError.ErrorDetail CreateErrorDetails(JsonRpcRequest request, Exception exception) => exception switch
    {
        JsonException => new() { Code = (JsonRpcErrorCode)InvalidParams, Message = exception.Message },
        LocalRpcException or OperationCanceledException => base.CreateErrorDetails(request, exception),
        _ => new() { Code = (JsonRpcErrorCode)InternalError, Message = Defect.Of(exception, request.Method ?? "lsp").Message },
    };

    [SuppressMessage("Design", "CA1031", Justification = "An editor that is gone, or that refuses a request, needs no message.")]
    private static async Task SendAsync(Func<Task> send)
    {
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The end of the connection ends the server.
        }
    }

    /// <summary>A message that cannot be read is passed over. The library would end the connection.</summary>
    private sealed class TolerantFormatter : SystemTextJsonFormatter, IJsonRpcMessageTextFormatter
    {
        /// <summary>No method has this name, and a notification without a method is ignored.</summary>
        private const string Nothing = "$/containerguard/unreadable";

        public TolerantFormatter() => LspJson.Configured(JsonSerializerOptions);

        public IEditor? Editor { get; set; }

        JsonRpcMessage IJsonRpcMessageFormatter.Deserialize(ReadOnlySequence<byte> contentBuffer) =>
            Read(() => Deserialize(contentBuffer));

        JsonRpcMessage IJsonRpcMessageTextFormatter.Deserialize(ReadOnlySequence<byte> contentBuffer, Encoding encoding) =>
            Read(() => Deserialize(contentBuffer, encoding));

        [SuppressMessage("Design", "CA1031", Justification = "The text of a message comes from another program.")]
        private JsonRpcMessage Read(Func<JsonRpcMessage> read)
        {
            try
            {
                return read();
            }
            catch (Exception exception)
            {
                _ = Editor?.LogUnreadableAsync(exception.Message);
                return new JsonRpcRequest { Method = Nothing };
            }
        }
    }
}
