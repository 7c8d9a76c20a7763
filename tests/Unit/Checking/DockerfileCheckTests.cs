using System.Globalization;
using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Checking;
using ContainerGuard.Configuration;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Checking;

/// <summary>
/// The check of many files side by side. CONTAINERGUARD_STRESS is the number of repetitions, because a race is lost only now and then.
/// </summary>
public sealed class DockerfileCheckTests : IDisposable
{
    private const int Folders = 60;
    private const int FilesInFolder = 20;

    private static readonly int Repetitions = int.TryParse(
        Environment.GetEnvironmentVariable("CONTAINERGUARD_STRESS"), CultureInfo.InvariantCulture, out var number) ? number : 6;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Thousands_of_files_checked_side_by_side_give_the_same_report_every_time()
    {
        var paths = WriteRepository();
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 16), ports);

        var reports = Enumerable.Range(0, Repetitions).Select(_ => Report(paths)).ToArray();

        reports[0].ShouldContain("CG4012");
        reports[0].ShouldContain("CG4004");
        reports[0].ShouldContain("invalid severity");
        reports.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void The_first_file_that_fails_is_named_whichever_thread_is_faster()
    {
        string[] paths = [.. Enumerable.Range(0, 40).Select(static number => $"{number:00}/Dockerfile")];
        foreach (var path in paths) Write(path, "FROM alpine:3.24\n");
        Write("17/Dockerfile", "FROM alpine:3.24\nCOPY . /a\n");
        Write("05/Dockerfile", "FROM alpine:3.24\nCOPY . /a\n");

        for (var repetition = 0; repetition < 20; repetition++)
        {
            var check = Check(new BuildContexts(new FailingFiles(), _folder.FullName, "ContainerGuardContext"), Configuration());
            Should.Throw<FileCheckException>(() => check.Check(paths, TestContext.Current.CancellationToken).ToArray())
                .Path.ShouldBe(Path.Combine(_folder.FullName, "05", "Dockerfile"));
        }
    }

    private string Report(string[] paths)
    {
        var configuration = Configuration();
        var contexts = new BuildContexts(
            new RememberedFiles(PhysicalFileSystem.Instance, TimeProvider.System), _folder.FullName, "ContainerGuardContext");
        var text = new StringBuilder();
        foreach (var (path, findings) in Check(contexts, configuration).Check(paths, TestContext.Current.CancellationToken))
        {
            foreach (var finding in findings)
            {
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"{path} {finding.File} {finding.Start} {finding.Severity} {finding.Rule.Id} {finding.Message}");
            }
        }

        foreach (var problem in configuration.Problems) text.AppendLine(CultureInfo.InvariantCulture, $"{problem}");
        return text.ToString();
    }

    private DockerfileCheck Check(BuildContexts contexts, ConfigurationFiles configuration) => new(
        _folder.FullName,
        new FileFacts { Today = new DateOnly(2026, 11, 22) },
        new SeverityPolicy(Level.All),
        configuration,
        contexts,
        null);

    private ConfigurationFiles Configuration() =>
        new(PhysicalFileSystem.Instance, _folder.FullName, [Path.Combine(_folder.FullName, "team.globalconfig")]);

    private string[] WriteRepository()
    {
        Write("team.globalconfig", "is_global = true\ndotnet_diagnostic.CG6007.severity = loud\n");
        Write(".editorconfig", """
            root = true
            [Dockerfiel]
            dotnet_diagnostic.CG1004.severity = none
            [*]
            dotnet_diagnostic.CG7001.severity = x
            """);
        Write(".dockerignore", "**/obj\n!obj/kept\n");
        List<string> paths = [];
        for (var folder = 0; folder < Folders; folder++)
        {
            Write($"{folder}/.env", "A=b");
            Write($"{folder}/node_modules/big.node", new string('x', 1000));
            if (folder % 5 == 0) Write($"{folder}/.hadolint.yaml", "ignored: [DL3018]\n");
            for (var number = 0; number < FilesInFolder; number++)
            {
                var path = $"{folder}/{number}.Dockerfile";
                Write($"{folder}/src/{number}.js", "text");
                if (number % 7 == 0) Write($"{path}.dockerignore", "**/node_modules\n");
                Write(path, $"""
                    FROM node:24-slim
                    COPY {folder}/src/{number}.js {folder}/src/{number + 1000}.js {folder}/src/{number}.jsx /app/
                    COPY . /app
                    RUN npm install && apk add curl
                    CMD node app.js

                    """);
                paths.Add(path);
            }
        }

        return [.. paths];
    }

    private void Write(string path, string text)
    {
        var absolute = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(absolute)!);
        File.WriteAllText(absolute, text);
    }

    /// <summary>A disk that breaks for a reason that no code expects, when a rule asks for the context.</summary>
    private sealed class FailingFiles : IFileSystem
    {
        public bool FileExists(string path) => false;

        public bool DirectoryExists(string path) => false;

        public DateTime LastWrite(string path) => DateTime.MinValue;

        public string? ReadText(string path, int maximumBytes = int.MaxValue) => null;

        public Stream? Open(string path) => null;

        public IEnumerable<FileEntry> List(string directory) => throw new NotSupportedException("the disk broke");
    }
}
