using System.Diagnostics;
using System.Globalization;
using System.Text;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Inspection;
using ContainerGuard.Tests.Unit.Tasks;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace ContainerGuard.Benchmarks;

/// <summary>
/// One HTML report of a thousand findings in Dockerfiles of the corpus, and of an image with vulnerable packages: the time of the check,
/// the inspection and the scan with the report, and without it, and the size of the file.
/// </summary>
internal static class ReportSpeed
{
    private const int Findings = 1_000;
    private const int Packages = 500;
    private const int Vulnerable = 100;
    private const int Runs = 5;
    private const string Report = "report.html";

    /// <summary>Measures in processes of their own.</summary>
    public static void Run()
    {
        using var folder = new TemporaryDirectory("report");
        Prepare(folder);
        for (var run = 0; run < Runs; run++)
        {
            using var process = OwnProcess.Start("report-once", folder.Path);
            Console.Write(process.StandardOutput.ReadToEnd());
            process.WaitForExit();
        }
    }

    /// <summary>All tasks in this process with the report first, and then again, with and without it.</summary>
    /// <param name="folder">The folder of the project.</param>
    public static void RunOnce(string folder)
    {
        var report = Path.Combine(folder, Report);
        File.Delete(report);
        var (cold, findings) = Time(folder, reports: true);
        File.Delete(report);
        var (warm, _) = Time(folder, reports: true);
        var (without, _) = Time(folder, reports: false);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{findings} findings: check, inspection, scan and report {cold:F0} ms in a cold process, {warm:F0} ms again in it, "
                + $"{without:F0} ms without the report; {new FileInfo(report).Length:N0} bytes"));
    }

    private static (double Milliseconds, int Findings) Time(string folder, bool reports)
    {
        var engine = new RecordingEngine();
        var common = CommonItems.Of(Path.Combine(folder, "app.csproj"));
        TaskItem[] items = reports ? [new TaskItem(Report)] : [];
        var watch = Stopwatch.StartNew();
        new CheckDockerfiles
        {
            BuildEngine = engine, Common = common, Reports = items, ShellCheck = "false", Level = "all",
            Dockerfiles =
            [
                .. Directory.EnumerateFiles(folder, "*.Dockerfile").Order(StringComparer.Ordinal)
                    .Select(static path => new TaskItem(Path.GetFileName(path))),
            ],
        }.Execute();
        new InspectImage
        {
            BuildEngine = engine, Common = common, Reports = items, Image = "docker-archive:app.tar", CacheFolder = "none",
            ReadFiles = "true",
        }.Execute();
        new ScanImage
        {
            BuildEngine = engine, Common = common, Reports = items, Image = "docker-archive:app.tar", CacheFolder = "none",
            Sources = [new TaskItem("records")], Unfixed = "warn",
        }.Execute();
        return (watch.Elapsed.TotalMilliseconds, engine.Diagnostics.Count);
    }

    private static void Prepare(TemporaryDirectory folder)
    {
        folder.Write("app.csproj", "<Project />");
        WriteDockerfiles(folder);
        var status = new StringBuilder();
        for (var number = 0; number < Packages; number++)
        {
            status.Append(
                CultureInfo.InvariantCulture,
                $"Package: package-{number}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0-1\n\n");
            if (number >= Vulnerable) continue;
            folder.Write($"records/CVE-2026-{number}.json", $$"""
                { "id": "CVE-2026-{{number}}", "modified": "2026-08-20T00:00:00Z", "database_specific": { "severity": "HIGH" },
                  "affected": [{ "package": { "ecosystem": "Debian:13", "name": "package-{{number}}" },
                                 "ranges": [{ "type": "ECOSYSTEM", "events": [{ "introduced": "0" }, { "fixed": "1.1-1" }] }] }] }
                """);
        }

        File.WriteAllBytes(folder.Combine("app.tar"), TarBuilder.DockerArchive(
            new TarBuilder().File("etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n")
                .File("var/lib/dpkg/status", status.ToString()).Build()));
    }

    /// <summary>Files of the corpus until there are enough findings.</summary>
    private static void WriteDockerfiles(TemporaryDirectory folder)
    {
        var count = 0;
        foreach (var (file, index) in Corpus.Paths.SelectMany(Corpus.Read).Select(static (file, index) => (file, index)))
        {
            folder.Write($"{index}.Dockerfile", file.Text);
            var engine = new RecordingEngine();
            new CheckDockerfiles
            {
                BuildEngine = engine, Common = CommonItems.Of(folder.Combine("app.csproj")), ShellCheck = "false", Level = "all",
                Dockerfiles = [new TaskItem($"{index}.Dockerfile")],
            }.Execute();
            count += engine.Diagnostics.Count;
            if (count >= Findings) return;
        }

        throw new InvalidOperationException("There is no corpus: set CONTAINERGUARD_CORPUS to a folder with its .jsonl file.");
    }
}
