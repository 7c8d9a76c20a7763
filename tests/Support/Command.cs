using System.Diagnostics;
using System.Text;

namespace ContainerGuard.Tests.Support;

/// <summary>Runs a real program to its end and captures what it wrote.</summary>
public static class Command
{
    /// <summary>Generous: a cold restore and publish on a busy two-core machine takes a minute at most.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);

    /// <summary>Starts <paramref name="program"/>, waits for it and returns its result, whatever its exit code.</summary>
    /// <param name="program">A path, or a name to be found in PATH.</param>
    /// <param name="arguments">Passed as they are, with no shell between.</param>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <param name="environment">Replaces the inherited environment when given.</param>
    /// <param name="timeout">After this the program and its children are killed and <see cref="TimeoutException"/> is thrown with the
    /// output so far.</param>
    public static async Task<CommandResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string workingDirectory,
        IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? timeout = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };

        if (environment is not null)
        {
            start.Environment.Clear();
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }
        }

        var commandLine = string.Join(' ', [program, .. start.ArgumentList.Select(Quote)]);
        var all = new StringBuilder();
        var standardOutput = new StringBuilder();
        var clock = Stopwatch.StartNew();

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(line.Data, standardOutput);
        process.ErrorDataReceived += (_, line) => Append(line.Data, null);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        using var limit = new CancellationTokenSource(timeout ?? DefaultTimeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            lock (all)
            {
                throw new TimeoutException(
                    $"Still running after {clock.Elapsed.TotalSeconds:0} s: {commandLine}{Environment.NewLine}{all}");
            }
        }

        lock (all)
        {
            return new CommandResult(commandLine, process.ExitCode, standardOutput.ToString(), all.ToString(), clock.Elapsed);
        }

        void Append(string? line, StringBuilder? second)
        {
            if (line is not null)
            {
                lock (all)
                {
                    all.AppendLine(line);
                    second?.AppendLine(line);
                }
            }
        }
    }

    private static string Quote(string argument) => argument.Contains(' ', StringComparison.Ordinal) ? $"'{argument}'" : argument;
}
