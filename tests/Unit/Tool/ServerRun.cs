using System.IO.Pipelines;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tool;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary>A language server in this process, in a folder of its own, with a client.</summary>
internal sealed class ServerRun : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly Task<int> _server;

    public ServerRun(params string[] arguments)
    {
        Directory.CreateDirectory(_folder.Combine(".git"));
        Pipe toServer = new(), fromServer = new();
        var console = new ToolConsole(
            _folder.Path, () => toServer.Reader.AsStream(), Error, Error, static name => name == "PATH" ? "" : null)
        {
            Output = () => fromServer.Writer.AsStream(),
        };
        _server = Task.Run(() => CommandLine.RunAsync(["lsp", .. arguments], console));
        Client = new LspClient(toServer.Writer.AsStream(), fromServer.Reader.AsStream());
    }

    public LspClient Client { get; }

    public string Folder => _folder.Path;

    public StringWriter Error { get; } = new();

    /// <summary>The exit code, once the server has ended.</summary>
    public Task<int> Exit => _server.WaitAsync(TimeSpan.FromMinutes(1));

    public static async Task<ServerRun> InitializedAsync(object? capabilities = null, params string[] arguments)
    {
        var run = new ServerRun(arguments);
        await run.Client.InitializeAsync([run.Folder], capabilities);
        return run;
    }

    /// <summary>Writes a file and returns its address.</summary>
    public string Write(string path, string text) => LspClient.UriOf(_folder.Write(path, text));

    public string UriOf(string path) => LspClient.UriOf(_folder.Combine(path.Split('/')));

    /// <summary>Opens a file, with the text on the disk, too. Returns its address and its findings.</summary>
    public async Task<(string Uri, System.Text.Json.JsonElement[] Findings)> OpenAsync(string path, string text)
    {
        var uri = Write(path, text);
        await Client.OpenAsync(uri, text);
        return (uri, await Client.FindingsAsync(uri, 1));
    }

    /// <summary>Runs another command of the tool in the folder. Returns its output.</summary>
    public async Task<string> ToolAsync(params string[] arguments)
    {
        using StringWriter text = new();
        await CommandLine.RunAsync(
            arguments, new ToolConsole(Folder, () => Stream.Null, text, text, static name => name == "PATH" ? "" : null));
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Exit;
        Error.Dispose();
        _folder.Dispose();
    }
}
