using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ContainerGuard.Processes;

/// <summary>The result of a program.</summary>
/// <param name="ExitCode">The exit code of the program; -1 if it has none.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
/// <param name="Problem">Why the result is missing, as a sentence about the program ("It …"); else null.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors, string? Problem = null)
{
    /// <summary>The first line of its standard error; empty if it printed none.</summary>
    public string FirstError =>
        Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first : "";
}

/// <summary>Runs a program without a shell. When the call ends, the program and its child processes have ended, too.</summary>
internal static class ProgramRun
{
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">Passed unchanged.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="folder">The folder to run it in; null for the current directory of the build.</param>
    /// <param name="limit">The longest time that it may run.</param>
    /// <param name="maximumOutput">The longest output, in characters.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="OperationCanceledException">Only if <paramref name="cancellationToken"/> is requested.</exception>
    public static async Task<ProgramResult> RunAsync(
        string program, IEnumerable<string> arguments, string input, string? folder, TimeSpan limit, int maximumOutput,
        CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments, folder) };
        if (Start(process) is { } problem) return problem;

        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(limit);
        try
        {
            var errors = ReadAsync(process.StandardError, maximumOutput, clock.Token);
            await WriteAsync(process.StandardInput, input, clock.Token).ConfigureAwait(false);
            if (await ReadAsync(process.StandardOutput, maximumOutput, clock.Token).ConfigureAwait(false) is not { } output)
            {
                return new ProgramResult(-1, "", "", "It prints more than expected.");
            }

            await process.WaitForExitAsync(clock.Token).ConfigureAwait(false);
            return new ProgramResult(process.ExitCode, output, await errors.ConfigureAwait(false) ?? "");
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new ProgramResult(-1, "", "", $"It did not end within {limit.TotalSeconds:0} seconds.");
        }
        finally
        {
            Kill(process);
        }
    }

    /// <summary>Runs a program without a time limit, and passes on its lines as they arrive.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">Passed unchanged.</param>
    /// <param name="folder">The folder to run it in.</param>
    /// <param name="line">Receives each line of its output and errors, one at a time.</param>
    /// <param name="variables">Environment variables that it gets in addition.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <returns>The exit code or the failure, without output.</returns>
    /// <exception cref="OperationCanceledException">If <paramref name="cancellationToken"/> is requested.</exception>
    public static async Task<ProgramResult> FollowAsync(
        string program, IEnumerable<string> arguments, string folder, Action<string> line,
        IReadOnlyList<KeyValuePair<string, string>> variables, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments, folder) };
        foreach (var (name, value) in variables) process.StartInfo.Environment[name] = value;
        if (Start(process) is { } problem) return problem;
        try
        {
            process.StandardInput.Close();
            var turn = new Lock();
            var errors = FollowAsync(process.StandardError, line, turn, cancellationToken);
            await FollowAsync(process.StandardOutput, line, turn, cancellationToken).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new ProgramResult(process.ExitCode, "", "");
        }
        finally
        {
            Kill(process);
        }
    }

    private static async Task FollowAsync(StreamReader reader, Action<string> line, Lock turn, CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } text)
        {
            lock (turn) line(text);
        }
    }

    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, string? folder) => new(program, arguments)
    {
        WorkingDirectory = folder ?? "",
        CreateNoWindow = true,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
        StandardErrorEncoding = Encoding.UTF8,
    };

    /// <summary>Starts a process; returns a result only if that fails.</summary>
    public static ProgramResult? Start(Process process)
    {
        try
        {
            process.Start();
            return null;
        }
        catch (Win32Exception exception)
        {
            return new ProgramResult(-1, "", "", $"It cannot be started: {exception.Message}.");
        }
    }

    private static async Task WriteAsync(StreamWriter writer, string input, CancellationToken cancellationToken)
    {
        try
        {
            await writer.WriteAsync(input.AsMemory(), cancellationToken).ConfigureAwait(false);
            writer.Close();
        }
        catch (IOException)
        {
            // It ended without reading. Its output says why.
        }
    }

    /// <summary>The whole text; null if it is too long.</summary>
    private static async Task<string?> ReadAsync(StreamReader reader, int maximum, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[1 << 14];
        while (await reader.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false) is > 0 and var length)
        {
            if (text.Append(buffer, 0, length).Length > maximum) return null;
        }

        return text.ToString();
    }

    public static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or AggregateException)
        {
            // It has just ended, or cannot be ended. Waiting would not help.
        }
    }
}
