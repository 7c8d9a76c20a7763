using System.Security.Cryptography;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// Checks the same repository many times and compares the bytes of the reports. A race is lost only now and then, and mostly in a cold
/// process; what is kept in a process is used again in one.
/// </summary>
internal static class SameReport
{
    /// <param name="runs">The number of checks.</param>
    /// <param name="inOneProcess">Whether this process makes all checks, instead of a fresh process for each.</param>
    public static void Run(int runs, bool inOneProcess)
    {
        var root = Directory.CreateTempSubdirectory("containerguard-same-").FullName;
        try
        {
            RepositoryRun.WriteCorpus(root);
            var reports = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var run = 0; run < runs; run++)
            {
                if (inOneProcess) RepositoryRun.CheckOnce(root);
                else CheckInOwnProcess(root);
                var report = Path.Combine(root, RepositoryRun.Report);
                var hash = File.Exists(report) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(report))) : "no report";
                reports[hash] = reports.GetValueOrDefault(hash) + 1;
                File.Delete(report);
                var left = Directory.GetFiles(root, "*.tmp").Length;
                if (left > 0) Console.WriteLine($"run {run}: {left} temporary files left");
            }

            foreach (var (hash, count) in reports) Console.WriteLine($"{count} of {runs} runs: {hash}");
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void CheckInOwnProcess(string root)
    {
        using var process = OwnProcess.Start("check-once", root);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }
}
