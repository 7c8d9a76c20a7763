using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ContainerGuard.Programs;

/// <summary>How a program's run ended.</summary>
/// <param name="ExitCode">As the program gives it; -1 where it gave none.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it printed as errors.</param>
/// <param name="Failure">Why there is no result, as a sentence about the program ("It …"); null where there is one.</param>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors, string? Failure = null)
{
    /// <summary>The first line of what it said of an error; empty where it said nothing.</summary>
    public string FirstError => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first : "";
}

/// <summary>Runs a program without a shell; neither it nor what it starts outlives the call.</summary>
internal static class ProgramRun
{
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">As they are, without a shell.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="folder">Where it runs; the build's own folder where it is null.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="maximumOutput">Characters.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    /// <exception cref="OperationCanceledException">Only by <paramref name="cancellation"/>.</exception>
    public static async Task<ProgramResult> RunAsync(
        string program, IEnumerable<string> arguments, string input, string? folder, TimeSpan limit, int maximumOutput, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments, folder) };
        if (Start(process) is { } failure) return failure;

        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(limit);
        try
        {
            var errors = ReadAsync(process.StandardError, maximumOutput, clock.Token);
            await WriteAsync(process.StandardInput, input, clock.Token).ConfigureAwait(false);
            if (await ReadAsync(process.StandardOutput, maximumOutput, clock.Token).ConfigureAwait(false) is not { } output)
            {
                return new ProgramResult(-1, "", "", "It prints more than it is asked for.");
            }

            await process.WaitForExitAsync(clock.Token).ConfigureAwait(false);
            return new ProgramResult(process.ExitCode, output, await errors.ConfigureAwait(false) ?? "");
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return new ProgramResult(-1, "", "", $"It has not ended after {limit.TotalSeconds:0} seconds.");
        }
        finally
        {
            Kill(process);
        }
    }

    /// <summary>Runs a program that may take as long as it needs, and hands over its lines as they come.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="arguments">As they are, without a shell.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="line">Gets each line of its output and of its errors, one at a time.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    /// <returns>Exit code and failure; the output is where the lines went.</returns>
    /// <exception cref="OperationCanceledException">By <paramref name="cancellation"/>.</exception>
    public static async Task<ProgramResult> FollowAsync(
        string program, IEnumerable<string> arguments, string folder, Action<string> line, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments, folder) };
        if (Start(process) is { } failure) return failure;
        try
        {
            process.StandardInput.Close();
            var turn = new Lock();
            var errors = FollowAsync(process.StandardError, line, turn, cancellation);
            await FollowAsync(process.StandardOutput, line, turn, cancellation).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return new ProgramResult(process.ExitCode, "", "");
        }
        finally
        {
            Kill(process);
        }
    }

    private static async Task FollowAsync(StreamReader reader, Action<string> line, Lock turn, CancellationToken cancellation)
    {
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } text)
        {
            lock (turn) line(text);
        }
    }

    private static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments, string? folder) => new(program, arguments)
    {
        WorkingDirectory = folder ?? "",
        CreateNoWindow = true,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        StandardOutputEncoding = Encoding.UTF8,
        StandardErrorEncoding = Encoding.UTF8,
    };

    /// <summary>Starts it; gives the result where that fails.</summary>
    private static ProgramResult? Start(Process process)
    {
        try
        {
            process.Start();
            return null;
        }
        catch (Win32Exception fault)
        {
            return new ProgramResult(-1, "", "", $"It cannot be started: {fault.Message}.");
        }
    }

    private static async Task WriteAsync(StreamWriter writer, string input, CancellationToken cancellation)
    {
        try
        {
            await writer.WriteAsync(input.AsMemory(), cancellation).ConfigureAwait(false);
            writer.Close();
        }
        catch (IOException)
        {
            // It has ended without reading; what it printed says why.
        }
    }

    /// <summary>All that is printed; null where it is too much.</summary>
    private static async Task<string?> ReadAsync(StreamReader reader, int maximum, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[1 << 14];
        while (await reader.ReadAsync(buffer.AsMemory(), cancellation).ConfigureAwait(false) is > 0 and var length)
        {
            if (text.Append(buffer, 0, length).Length > maximum) return null;
        }

        return text.ToString();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or AggregateException)
        {
            // It has just ended, or cannot be ended; either way nobody waits for it.
        }
    }
}
