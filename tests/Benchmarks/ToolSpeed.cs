using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// The command <c>containerguard check</c> in cold processes: one file, and all files of the corpus, which the task checks in its own
/// process for comparison. Both write a SARIF report.
/// </summary>
internal static class ToolSpeed
{
    private const int ColdRuns = 30;
    private const int CorpusRuns = 3;

    /// <param name="program">The command <c>containerguard</c>.</param>
    public static void Run(string program)
    {
        using var folder = new TemporaryDirectory("tool");
        Directory.CreateDirectory(folder.Combine(".git"));
        folder.Write("Dockerfile", "FROM debian:13\nRUN apt-get update && apt-get install curl\nUSER root\nCMD curl example.com\n");
        Write("one file", ColdRuns, () => Start(program, folder.Path, "check", "--shellcheck", "false", "Dockerfile"));

        // One repository, as for the task: without its mark, every folder is a build context of its own.
        using var corpus = new TemporaryDirectory("corpus");
        Directory.CreateDirectory(corpus.Combine(".git"));
        RepositoryRun.WriteCorpus(corpus.Path);
        Write("the corpus, the tool", CorpusRuns, () => Start(
            program, corpus.Path, "check", "--shellcheck", "false", "--level", "all", "--format", "sarif"));
        Write("the corpus, the task", CorpusRuns, () => OwnProcess.Start("check-once", corpus.Path));
    }

    private static Process Start(string program, string folder, params IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;

    private static void Write(string name, int runs, Func<Process> start)
    {
        List<double> times = [];
        List<double> busy = [];
        for (var run = 0; run < runs; run++)
        {
            var (watch, before) = (Stopwatch.StartNew(), ChildProcessorTime());
            using var process = start();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            times.Add(watch.Elapsed.TotalMilliseconds);
            busy.Add(ChildProcessorTime() - before);
        }

        times.Sort();
        busy.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: median {times[runs / 2]:F0} ms, best {times[0]:F0} ms, processor time {busy[runs / 2]:F0} ms"));
    }

    /// <summary>The processor time of all processes that this one has started and that have ended (getrusage), in ms.</summary>
    private static double ChildProcessorTime()
    {
        const int Children = -1;
        var usage = new long[18];
        if (GetUsage(Children, usage) != 0) throw new InvalidOperationException("getrusage fails.");
        return ((usage[0] + usage[2]) * 1000.0) + ((usage[1] + usage[3]) / 1000.0);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetUsage(int who, [Out] long[] usage);
}
