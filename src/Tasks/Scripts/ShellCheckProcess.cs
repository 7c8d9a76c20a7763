using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace ContainerGuard.Scripts;

/// <summary>
/// The ShellCheck of this machine: one process for many scripts, which lie in a folder of their own, and a few side by side where there are
/// hundreds. It must end in time, and what it prints must be what it is asked for.
/// </summary>
/// <param name="program">Absolute path of the program.</param>
/// <param name="timeout">How long a process may take, beside <paramref name="timePerScript"/>.</param>
/// <param name="timePerScript">How much longer for each of its scripts.</param>
internal sealed class ShellCheckProcess(string program, TimeSpan timeout, TimeSpan timePerScript) : IShellCheck
{
    /// <summary>Fewer are not worth a process.</summary>
    private const int SmallestShare = 100;

    /// <summary>More names do not fit into a command line of Windows, which has 32,767 characters.</summary>
    private const int LargestShare = 4_000;

    private const int MaximumOutput = 1 << 26;

    /// <summary>
    /// What cannot be put right in a Dockerfile: sourced files that are in the image alone (SC1090, SC1091), BusyBox's shell being read as dash
    /// (SC2187). A configuration file of the machine is not read, for a build has the same findings everywhere.
    /// </summary>
    private static readonly string[] Options = ["--norc", "--format=json1", "--exclude=SC1090,SC1091,SC2187"];

    public ShellCheckAnswer Check(IReadOnlyList<string> scripts, CancellationToken cancellation)
    {
        var comments = new List<ShellCheckComment>[scripts.Count];
        for (var i = 0; i < comments.Length; i++) comments[i] = [];

        string? failure = null;
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("containerguard-");
            for (var i = 0; i < scripts.Count; i++) File.WriteAllText(Path.Combine(folder.FullName, ShellCheckOutput.NameOf(i)), scripts[i]);
            failure = CheckAll(folder.FullName, comments, cancellation);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            failure = $"The scripts cannot be handed to it: {fault.Message}";
        }
        finally
        {
            TryDelete(folder);
        }

        return new ShellCheckAnswer(comments, failure);
    }

    private string? CheckAll(string folder, List<ShellCheckComment>[] comments, CancellationToken cancellation)
    {
        var count = comments.Length;
        var shares = Math.Max(Math.Min(count / SmallestShare, Environment.ProcessorCount), ((count - 1) / LargestShare) + 1);
        var failures = new string?[shares];
        Parallel.For(0, shares, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, share =>
        {
            var (first, end) = (count * share / shares, count * (share + 1) / shares);
            failures[share] = Run(folder, first, end - first, comments, cancellation);
        });
        return Array.Find(failures, static failure => failure is not null);
    }

    /// <summary>Gives what went wrong, or null.</summary>
    private string? Run(string folder, int first, int count, List<ShellCheckComment>[] comments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, [.. Options, .. Enumerable.Range(first, count).Select(ShellCheckOutput.NameOf)])
        {
            WorkingDirectory = folder,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            return $"It cannot be started: {fault.Message}.";
        }

        var limit = timeout + (timePerScript * count);
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        clock.CancelAfter(limit);
        try
        {
            process.StandardInput.Close();
            var errors = ReadAsync(process.StandardError, clock.Token);
            var output = ReadAsync(process.StandardOutput, clock.Token).GetAwaiter().GetResult();
            if (output is null) return "It prints more than can be findings.";

            process.WaitForExitAsync(clock.Token).GetAwaiter().GetResult();
            return process.ExitCode <= 1 && ShellCheckOutput.TryRead(output, comments) ? null : Explain(process.ExitCode, errors.GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return $"It has not ended after {limit.TotalSeconds:0} seconds.";
        }
        finally
        {
            Kill(process);
        }
    }

    private static string Explain(int exitCode, string? errors)
    {
        var said = errors?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? $": {first}" : "";
        return exitCode switch
        {
            0 or 1 => "It prints no findings that can be read.",
            2 => $"It cannot read the scripts in the folder for temporary files{said}.",
            _ => $"It ends with exit code {exitCode}{said}. It must be ShellCheck 0.7 or later.",
        };
    }

    /// <summary>All that is printed; null where it is too much.</summary>
    private static async Task<string?> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[1 << 14];
        while (await reader.ReadAsync(buffer.AsMemory(), cancellation).ConfigureAwait(false) is > 0 and var length)
        {
            if (text.Append(buffer, 0, length).Length > MaximumOutput) return null;
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

    private static void TryDelete(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A folder for temporary files is emptied by the system.
        }
    }
}
