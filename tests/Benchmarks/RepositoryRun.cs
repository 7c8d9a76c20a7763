using System.Collections;
using System.Diagnostics;
using ContainerGuard.Tests.Support;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// A repository of many Dockerfiles, checked as a build does it: by the task, from the disk, into one SARIF report. Prints how the rate
/// grows while the runtime compiles what is hot, and the most managed memory there was at any time.
/// </summary>
internal static class RepositoryRun
{
    private const int FilesInFolder = 200;

    public static void Run(int count, bool withShellCheck)
    {
        var root = Directory.CreateTempSubdirectory("containerguard-benchmark-").FullName;
        try
        {
            var items = Write(root, count);
            using var done = new ManualResetEventSlim();
            var peak = 0L;
            var sampler = new Thread(() =>
            {
                do peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                while (!done.Wait(10));
            });
            sampler.Start();

            using var process = Process.GetCurrentProcess();
            var cpu = process.TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            var task = new CheckDockerfiles
            {
                BuildEngine = new SilentEngine(),
                Common = CommonItem(root),
                Dockerfiles = items,
                Level = "all",
                Pinning = "off",
                Sarif = "findings.sarif",
                LogLimit = 1000,
                ShellCheck = withShellCheck ? "" : "false",
                CacheFolder = "none",
            };
            task.Execute();
            var elapsed = watch.Elapsed.TotalSeconds;
            process.Refresh();
            var busy = (process.TotalProcessorTime - cpu).TotalSeconds;
            done.Set();
            sampler.Join();

            Console.WriteLine(
                $"{count} files, {task.FindingCount} findings: {elapsed:F2} s = {count / elapsed:F0} files/s, {busy:F2} s of processor "
                    + $"time = {count / busy:F0} files/s and core; at most {peak / 1e6:F0} MB managed");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    /// <summary>The report of <see cref="CheckOnce"/>, below the folder of the repository.</summary>
    public const string Report = "findings.sarif";

    /// <summary>Writes each file of the corpus once.</summary>
    public static void WriteCorpus(string root) => Write(root, Corpus.Paths.SelectMany(Corpus.Read).Count());

    /// <summary>Checks a repository into its report.</summary>
    public static void CheckOnce(string root) => new CheckDockerfiles
    {
        BuildEngine = new SilentEngine(),
        Common = CommonItem(root),
        Dockerfiles =
        [
            .. Directory.EnumerateFiles(root, "*.Dockerfile", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(path => new TaskItem(Path.GetRelativePath(root, path))),
        ],
        Level = "all",
        Sarif = Report,
        ShellCheck = "false",
    }.Execute();

    private static TaskItem CommonItem(string root)
    {
        var item = new TaskItem(Path.Combine(root, "Repository.proj"));
        item.SetMetadata("ContextDirectory", root);
        item.SetMetadata("LockFile", Path.Combine(root, "containerguard.lock.json"));
        return item;
    }

    /// <summary>The files of the corpus over and over, in folders of their own.</summary>
    private static ITaskItem[] Write(string root, int count)
    {
        string[] texts = [.. Corpus.Paths.SelectMany(Corpus.Read).Select(static file => file.Text)];
        if (texts.Length == 0)
        {
            throw new InvalidOperationException("There is no corpus: set CONTAINERGUARD_CORPUS to a folder with its .jsonl file.");
        }

        var items = new ITaskItem[count];
        for (var i = 0; i < count; i++)
        {
            var path = Path.Combine($"{i / FilesInFolder}", $"{i}.Dockerfile");
            if (i % FilesInFolder == 0) Directory.CreateDirectory(Path.Combine(root, $"{i / FilesInFolder}"));
            File.WriteAllText(Path.Combine(root, path), texts[i % texts.Length]);
            items[i] = new TaskItem(path);
        }

        return items;
    }

    private sealed class SilentEngine : IBuildEngine
    {
        public bool ContinueOnError => false;

        public int LineNumberOfTaskNode => 0;

        public int ColumnNumberOfTaskNode => 0;

        public string ProjectFileOfTaskNode => "";

        public bool BuildProjectFile(
            string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => false;

        public void LogCustomEvent(CustomBuildEventArgs e)
        {
        }

        public void LogErrorEvent(BuildErrorEventArgs e)
        {
        }

        public void LogMessageEvent(BuildMessageEventArgs e)
        {
        }

        public void LogWarningEvent(BuildWarningEventArgs e)
        {
        }
    }
}
