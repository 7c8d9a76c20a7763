using System.ComponentModel;
using System.Diagnostics;
using ContainerGuard.Scripts;
using ContainerGuard.Tool.Lsp.Checks;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Lsp;

/// <summary>Runs the language server until the editor ends it, or ends itself.</summary>
internal static class LanguageServerHost
{
    private static readonly TimeSpan LookAtFiles = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LimitOfScripts = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LimitPerScript = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the server. Returns the exit code.</summary>
    /// <param name="options">The options.</param>
    /// <param name="console">The connection.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static async Task<int> RunAsync(LspOptions options, ToolConsole console, CancellationToken cancellationToken)
    {
        var exit = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var connection = Connection.Of(console.Output(), console.Input());
        using var workspace = new Workspace(options, ScriptsOf(options, console), connection);
        var server = new LanguageServer(workspace, connection, process => ExitWith(process, exit), code => exit.TrySetResult(code));
        connection.AddLocalRpcTarget(server);
        connection.StartListening();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var looking = LookAsync(workspace, end.Token);
        using var stopped = cancellationToken.Register(() => exit.TrySetResult(ExitCode.Cancelled));
        var closed = connection.Completion.ContinueWith(
            completion =>
            {
                if (completion.Exception is { } failure) console.Error.WriteLine($"containerguard: {failure.GetBaseException().Message}");
                exit.TrySetResult(completion.IsFaulted ? ExitCode.Usage : server.ExitCode);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var code = await exit.Task.ConfigureAwait(false);
        await end.CancelAsync().ConfigureAwait(false);
        await looking.ConfigureAwait(false);
        return code;
    }

    private static LearnedScripts? ScriptsOf(LspOptions options, ToolConsole console) =>
        !ShellCheckProgram.IsOff(options.ShellCheck)
        && ShellCheckProgram.Find(options.ShellCheck, console.Folder, console.Environment) is { } program
            ? new LearnedScripts(new ShellCheckProcess(program, LimitOfScripts, LimitPerScript))
            : null;

    /// <summary>Not every editor reports changes of files, and none reports those of the build context.</summary>
    private static async Task LookAsync(Workspace workspace, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookAtFiles);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false)) workspace.RefreshIfChanged();
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    /// <summary>
    /// Ends the server with the process of the editor, which may have crashed. A process that cannot be found is in another container: the
    /// end of the input ends the server then.
    /// </summary>
    private static void ExitWith(int id, TaskCompletionSource<int> exit)
    {
        try
        {
            var process = Process.GetProcessById(id);
            process.EnableRaisingEvents = true;
            process.Exited += (_, _) => exit.TrySetResult(ExitCode.Findings);
            if (process.HasExited) exit.TrySetResult(ExitCode.Findings);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // Nothing to wait for.
        }
    }
}
