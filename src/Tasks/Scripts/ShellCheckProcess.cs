using System.Globalization;
using ContainerGuard.Processes;

namespace ContainerGuard.Scripts;

/// <summary>
/// Runs the ShellCheck of this machine: one process for many scripts, which are in a temporary folder, or a few parallel processes for
/// hundreds of scripts. A process must end within its time limit and print valid output.
/// </summary>
/// <param name="program">The absolute path of the program.</param>
/// <param name="timeout">The time limit of a process, in addition to <paramref name="timePerScript"/>.</param>
/// <param name="timePerScript">The additional time for each script.</param>
internal sealed class ShellCheckProcess(string program, TimeSpan timeout, TimeSpan timePerScript) : IShellCheck
{
    /// <summary>Fewer scripts do not justify another process.</summary>
    private const int SmallestShare = 100;

    /// <summary>More names do not fit into a command line on Windows, which is limited to 32,767 characters.</summary>
    private const int LargestShare = 4_000;

    private const int MaximumOutput = 1 << 26;

    /// <summary>
    /// The options exclude codes that cannot be fixed in a Dockerfile: sourced files exist only in the image (SC1090, SC1091), and the
    /// shell of BusyBox is checked as dash (SC2187). Configuration files of the machine are ignored, so that a build has the same findings
    /// everywhere.
    /// </summary>
    private static readonly string[] Options = ["--norc", "--format=json1", "--exclude=SC1090,SC1091,SC2187"];

    /// <summary>The program and its options, so that another version, or other options, make another text.</summary>
    public string Identity
    {
        get
        {
            var file = new FileInfo(program);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } linked ? linked : file;
            var size = target.Exists ? target.Length : 0;
            return string.Create(
                CultureInfo.InvariantCulture, $"{target.FullName}\n{size}\n{target.LastWriteTimeUtc.Ticks}\n{string.Join(' ', Options)}");
        }
    }

    public ShellCheckAnswer Check(IReadOnlyList<string> scripts, CancellationToken cancellationToken)
    {
        var comments = new List<ShellCheckComment>[scripts.Count];
        for (var i = 0; i < comments.Length; i++) comments[i] = [];

        string? problem = null;
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("containerguard-");
            for (var i = 0; i < scripts.Count; i++)
            {
#pragma warning disable RS0030 // No other process reads this folder, and a script that is cut off is an error of the run.
                File.WriteAllText(Path.Combine(folder.FullName, ShellCheckOutput.NameOf(i)), scripts[i]);
#pragma warning restore RS0030
            }

            problem = CheckAll(folder.FullName, comments, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"The scripts to check cannot be written to the temporary folder: {exception.Message.TrimEnd('.')}.";
        }
        finally
        {
            TryDelete(folder);
        }

        return new ShellCheckAnswer(comments, problem);
    }

    private string? CheckAll(string folder, List<ShellCheckComment>[] comments, CancellationToken cancellationToken)
    {
        var count = comments.Length;
        var shares = Math.Max(Math.Min(count / SmallestShare, Environment.ProcessorCount), ((count - 1) / LargestShare) + 1);
        var problems = new string?[shares];
        Parallel.For(0, shares, new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        }, share =>
        {
            var (first, end) = (count * share / shares, count * (share + 1) / shares);
            problems[share] = Run(folder, first, end - first, comments, cancellationToken);
        });
        return Array.Find(problems, static problem => problem is not null);
    }

    /// <summary>Returns what went wrong, or null.</summary>
    private string? Run(string folder, int first, int count, List<ShellCheckComment>[] comments, CancellationToken cancellationToken)
    {
        string[] arguments = [.. Options, .. Enumerable.Range(first, count).Select(ShellCheckOutput.NameOf)];
        var result =
            ProgramRun.RunAsync(program, arguments, "", folder, timeout + (timePerScript * count), MaximumOutput, cancellationToken)
                .GetAwaiter().GetResult();
        return result.Problem ?? (result.ExitCode <= 1 && ShellCheckOutput.TryRead(result.Output, comments) ? null : Explain(result));
    }

    private static string Explain(ProgramResult result)
    {
        var said = result.FirstError.Length > 0 ? $": {result.FirstError}" : "";
        return result.ExitCode switch
        {
            0 or 1 => "Its output is not valid.",
            2 => $"It cannot read the scripts in the temporary folder{said}.",
            _ => $"It ended with exit code {result.ExitCode}{said}. Install ShellCheck 0.7 or later.",
        };
    }

    private static void TryDelete(DirectoryInfo? folder)
    {
        try
        {
            folder?.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The system cleans the temporary folder.
        }
    }
}
