using System.Text;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tool;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary>Runs of the tool in a folder of their own, in this process.</summary>
internal sealed class ToolRun : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public ToolRun() => Directory.CreateDirectory(_folder.Combine(".git"));

    public string Folder => _folder.Path;

    /// <summary>Variables of the environment; nothing else is set but the PATH.</summary>
    public Dictionary<string, string> Environment { get; } = new() { ["HOME"] = "", ["PATH"] = "" };

    public string Input { get; init; } = "";

    public bool IsTerminal { get; init; }

    public bool HasColours { get; init; }

    public void Dispose() => _folder.Dispose();

    public void Write(string path, string text) => _folder.Write(path, text);

    public string Read(string path) => File.ReadAllText(_folder.Combine(path));

    public async Task<(int Code, string Out, string Error)> Run(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        var console = new ToolConsole(
            _folder.Path, () => new MemoryStream(Encoding.UTF8.GetBytes(Input)), output, error,
            name => Environment.GetValueOrDefault(name))
        {
            IsTerminal = IsTerminal, HasColours = HasColours,
        };
        var code = await CommandLine.RunAsync(arguments, console);
        return (code, output.ToString(), error.ToString());
    }
}
