using ContainerGuard.Analysis;
using ContainerGuard.Checking;
using ContainerGuard.Compose;
using ContainerGuard.Configuration;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Scripts;
using ContainerGuard.Text;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Inputs;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Commands;

/// <summary>Checks Dockerfiles with the rules of the package.</summary>
/// <param name="options">The options.</param>
/// <param name="console">The console.</param>
internal sealed class CheckCommand(CheckOptions options, ToolConsole console)
{
    private readonly ContextLocator _contexts = new();
    private readonly Dictionary<string, byte[]> _contents = new(StringComparer.Ordinal);
    private readonly List<ConfigurationProblem> _configurationProblems = [];
    private readonly List<Func<ImageReference, ResolvedImage?>> _locked = [];

    private static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>Checks, and writes the findings and the reports. Returns the exit code.</summary>
    /// <param name="cancellationToken">Ctrl+C.</param>
    /// <exception cref="ToolException">An argument is wrong, or a file cannot be used.</exception>
    public int Run(CancellationToken cancellationToken)
    {
        var reports = new ReportOptions(options.Format, options.Reports);
        var files = Files();

        // A job that checks nothing is green, so it says so, in a pipe too.
        if (files.Count == 0) console.Error.WriteLine("No Dockerfile and no compose file was found. Check the folder, or name the files.");
        var baseline = BaselineOrNull();
        var run = new ReportRun(
            PackageVersion.OfTasks, [.. RuleCatalogue.Descriptors], console.FullPath("containerguard"),
            SourceRoot.Of(console.Folder, console.Folder), RulePages.Find)
        {
            Files = files,
            IncludesSuppressed = options.IncludesSuppressed,
            Locked = image => _locked.Select(find => find(image)).FirstOrDefault(static entry => entry is not null),
            Today = Today,
        };

        // What is found is written while the next files are checked.
        List<Diagnostic> found = [];
        var checking = Findings(files, baseline, found, cancellationToken);
        if (reports.IsText) WriteText(checking, files.Count);
        else reports.Write(run, checking, console.Out);
        console.Out.Flush();
        reports.WriteFiles(run, found, console);
        foreach (var problem in _configurationProblems)
        {
            console.Error.WriteLine($"{problem.Path}:{problem.Line}:{problem.Column}: {Wording.Of(problem.Message)}");
        }

        var isUnread = found.Any(static finding => finding.Rule == GuardCodes.CannotReadFile)
            || _configurationProblems.Any(static problem => problem.IsError);
        return isUnread ? ExitCode.Usage : found.Any(Fails) ? ExitCode.Findings : ExitCode.Success;
    }

    /// <summary>Checks the files when it is enumerated.</summary>
    /// <param name="files">The files.</param>
    /// <param name="baseline">The baseline; null for none.</param>
    /// <param name="found">Receives the findings, too.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    private IEnumerable<Diagnostic> Findings(
        List<string> files, Baseline? baseline, List<Diagnostic> found, CancellationToken cancellationToken)
    {
        foreach (var group in files.GroupBy(ContextOf, StringComparer.Ordinal))
        {
            foreach (var (path, findings) in Check(group.Key, [.. group], cancellationToken))
            {
                foreach (var finding in baseline is null ? findings : baseline.Apply(PathInBaseline(path), findings))
                {
                    var own = finding with { Message = Wording.Of(finding.Message) };
                    found.Add(own);
                    yield return own;
                }
            }
        }
    }

    private bool Fails(Diagnostic finding) =>
        finding.IsOpen && options.FailOn is { } lowest && finding.Severity >= lowest;

    /// <summary>The files, as findings name them. The standard input has the name of an option.</summary>
    private List<string> Files()
    {
        List<string> files = [];
        foreach (var path in InputFiles.Find(options.Paths, console.Folder, options.Excluded, withCompose: true))
        {
            if (path != InputFiles.StandardInput)
            {
                files.Add(path);
                continue;
            }

            using var buffer = new MemoryStream();
            using var input = console.Input();
            input.CopyTo(buffer);
            _contents[console.FullPath(options.StandardInputName)] = buffer.ToArray();
            files.Add(options.StandardInputName);
        }

        return [.. ComposeIncludes.With(PhysicalFileSystem.Instance, files, console.FullPath)];
    }

    private string ContextOf(string file) => options.Context is { } context
        ? console.FullPath(context)
        : _contexts.Locate(Path.GetDirectoryName(console.FullPath(file))!);

    private IEnumerable<(string Path, IReadOnlyList<Diagnostic> Findings)> Check(
        string context, string[] files, CancellationToken cancellationToken)
    {
        var lockFile = options.LockFile is null ? null : console.FullPath(options.LockFile);
        var places = Places.Of(context, context, lockFile);
        var policy = new SeverityPolicy(options.Level);
        var scripts = ScriptCheckerFor(policy);
        var configuration = new ConfigurationFiles(PhysicalFileSystem.Instance, context, []);
        var contexts = new BuildContexts(
            PhysicalFileSystem.Instance, context, options.Context is null ? null : Places.ContextOption,
            path => Path.GetRelativePath(console.Folder, path));
        var check = new DockerfileCheck(console.Folder, FactsOf(places), policy, configuration, contexts, scripts)
        {
            Contents = _contents,
        };
        foreach (var result in check.Check(files, cancellationToken)) yield return result;
        if (scripts?.Problem is { } problem) console.Error.WriteLine($"Shell scripts are not checked: {problem}");
        scripts?.Keep();
        _configurationProblems.AddRange(configuration.Problems);
    }

    private FileFacts FactsOf(Places places)
    {
        if (!TrustedRegistries.TryCreate(options.TrustedRegistries, out var trusted, out var reason)) throw new ToolException(reason);
        try
        {
            var locked = new LockFileStore(places.LockFile, Path.GetTempPath()).Read();
            _locked.Add(locked.Find);
            return CheckFacts.Of(locked, options.Pinning, trusted, Today);
        }
        catch (LockFileException exception)
        {
            throw new ToolException($"{exception.Error.Path}: {exception.Error.Message}. {Wording.Of(exception.Error.Remedy)}");
        }
    }

    private ScriptChecker? ScriptCheckerFor(SeverityPolicy policy)
    {
        var cache = CacheFolder.Default(console.Environment);
        var checker = ScriptCheckers.Find(options.ShellCheck, console.Folder, cache, console.Environment);
        return checker is null && !ShellCheckProgram.IsOff(options.ShellCheck) && !ShellCheckProgram.IsLeftOpen(options.ShellCheck)
            ? throw new ToolException($"The ShellCheck program '{options.ShellCheck}' does not exist. Correct --shellcheck.")
            : ScriptCheckers.IsNeeded(policy) ? checker : null;
    }

    private Baseline? BaselineOrNull()
    {
        var path = BaselinePath;
        if (options.Baseline is null && !File.Exists(path)) return null;
        var (bytes, problem) = TextFile.Read(path, "baseline");
        if (bytes is null) throw new ToolException($"{path}: {problem}");
        var (entries, malformed) = BaselineReader.Read(bytes);
        return malformed is null
            ? new Baseline(Path.GetFileName(path), entries)
            : throw new ToolException($"{path}:{malformed.Line}:{malformed.Column}: {Wording.Of(malformed.Message)}");
    }

    private string BaselinePath => console.FullPath(options.Baseline ?? BaselineFile.DefaultName);

    private string PathInBaseline(string file) =>
        Path.GetRelativePath(Path.GetDirectoryName(BaselinePath)!, console.FullPath(file)).Replace('\\', '/');

    private void WriteText(IEnumerable<Diagnostic> found, int files)
    {
        Dictionary<string, SourceText?> texts = new(StringComparer.Ordinal);
        var text = new FindingText(console, path => texts.TryGetValue(path, out var known) ? known : texts[path] = TextOf(path));
        List<Diagnostic> open = [];
        foreach (var finding in found.Where(static finding => finding.IsOpen))
        {
            text.Write(finding);
            open.Add(finding);
        }

        if (!console.IsTerminal) return;
        var fixable = open.Count(static finding => finding.IsFixable);
        var what = ReportFormat.Counts(open);
        console.Out.WriteLine(
            $"{(files == 1 ? "1 file" : $"{files} files")}: {what}"
                + (fixable == 0 ? "." : $". Fix {(fixable == open.Count ? "them" : $"{fixable} of them")}: containerguard fix."));
    }

    private SourceText? TextOf(string path)
    {
        var fullPath = console.FullPath(path);
        var bytes = _contents.TryGetValue(fullPath, out var given) ? given : TextFile.Read(fullPath, "file").Bytes;
        return bytes is null ? null : SourceText.FromBytes(bytes, path);
    }
}
