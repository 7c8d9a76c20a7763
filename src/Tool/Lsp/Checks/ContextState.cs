using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Checking;
using ContainerGuard.Configuration;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Inputs;
using ContainerGuard.Tool.Lsp.Documents;

namespace ContainerGuard.Tool.Lsp.Checks;

/// <summary>What a check of the Dockerfiles in one repository reads besides them.</summary>
internal sealed class ContextState
{
    private readonly string _root;
    private readonly SeverityPolicy _policy;
    private readonly FileFacts _facts;
    private readonly ConfigurationFiles _configuration;
    private readonly BuildContexts _contexts;
    private readonly ILookup<string, BaselineEntry> _baseline;
    private readonly string _baselineFolder;
    private readonly List<(string Path, Diagnostic Finding)> _problems = [];

    /// <param name="root">The folder of the repository, absolute.</param>
    /// <param name="folder">The folder that is open in the editor: the tool would run there.</param>
    /// <param name="options">The options of the server.</param>
    /// <param name="buffers">The open editors.</param>
    /// <param name="files">The disk with the open editors; it records what is read.</param>
    /// <param name="today">The current day.</param>
    public ContextState(string root, string folder, LspOptions options, OpenBuffers buffers, IFileSystem files, DateOnly today)
    {
        _root = root;
        _policy = new SeverityPolicy(options.Level);
        var lockFile = Places.Of(root, root, null).LockFile;
        _facts = CheckFacts.Of(LockFileAt(lockFile, buffers, files), options.Pinning, options.Trusted, today);
        _configuration = new ConfigurationFiles(files, root, []);
        _contexts = new BuildContexts(files, root, nameOf: path => Path.GetRelativePath(root, path));
        _baselineFolder = files.FileExists(Path.Combine(folder, BaselineFile.DefaultName)) ? folder : root;
        _baseline = BaselineEntries(Path.Combine(_baselineFolder, BaselineFile.DefaultName), buffers, files)
            .ToLookup(static entry => entry.Path, StringComparer.Ordinal);
    }

    /// <summary>The problems of the lock file, the baseline and the configuration files, by their absolute paths.</summary>
    public IEnumerable<(string Path, Diagnostic Finding)> Problems => _problems.Concat(_configuration.Problems.Select(problem => Problem(
        problem.IsError ? GuardCodes.InvalidValue : GuardCodes.UnknownProperty, problem.Path, problem.Line, problem.Column,
        problem.Message)));

    /// <summary>Checks a text that is not a file: no lock file and no build context is known.</summary>
    public static CheckedFile CheckAlone(string text, LspOptions options, DateOnly today)
    {
        var facts = CheckFacts.Of(LockFile.Empty, options.Pinning, options.Trusted, today);
        var model = RuleRunner.Read(SourceText.From(text, "Dockerfile"), facts);
        var policy = new SeverityPolicy(options.Level);
        return new CheckedFile(Path.GetTempPath(), model, facts, policy, RuleRunner.Run(model, facts, policy));
    }

    /// <summary>Checks a Dockerfile or a compose file.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="source">Its text.</param>
    /// <param name="scripts">ShellCheck; null for none.</param>
    public CheckedFile Check(string path, SourceText source, LearnedScripts? scripts)
    {
        var (model, facts) = ReadFile.Of(source, path, _facts, _contexts);
        var isIncomplete = false;
        if (scripts is not null)
        {
            (var problems, isIncomplete) = scripts.Find(model);
            facts = facts with { ShellProblems = problems };
        }

        var policy = _policy.For(_configuration.For(path));
        var name = Path.GetRelativePath(_baselineFolder, path).Replace('\\', '/');
        var findings = RuleRunner.Run(model, facts, policy);
        return new CheckedFile(
            _root, model, facts, policy,
            _baseline.Contains(name) ? new Baseline(BaselineFile.DefaultName, _baseline[name]).Apply(name, findings) : findings)
        {
            HasUncheckedScripts = isIncomplete,
        };
    }

    private LockFile LockFileAt(string path, OpenBuffers buffers, IFileSystem files)
    {
        // The store reads the disk itself: the time is recorded first, so that a later write is seen.
        _ = files.LastWrite(path);
        try
        {
            return buffers.Find(path) is { } text
                ? LockFileReader.Read(path, Encoding.UTF8.GetBytes(text))
                : new LockFileStore(path, Path.GetTempPath()).Read();
        }
        catch (LockFileException exception)
        {
            var error = exception.Error;
            _problems.Add(Problem(
                PinningCodes.OfLockFile(error), path, error.Line, error.Column, $"{error.Message}. {error.Remedy}"));
            return LockFile.Empty;
        }
    }

    private IReadOnlyList<BaselineEntry> BaselineEntries(string path, OpenBuffers buffers, IFileSystem files)
    {
        if (!files.FileExists(path)) return [];
        var (bytes, unread) = buffers.Find(path) is { } text ? (Encoding.UTF8.GetBytes(text), null) : TextFile.Read(path, "baseline");
        if (bytes is null)
        {
            _problems.Add(Problem(GuardCodes.CannotReadFile, path, 1, 1, unread!));
            return [];
        }

        var (entries, malformed) = BaselineReader.Read(bytes);
        if (malformed is not null)
        {
            _problems.Add(Problem(GuardCodes.BaselineMalformed, path, malformed.Line, malformed.Column, malformed.Message));
        }

        return entries;
    }

    private static (string Path, Diagnostic Finding) Problem(RuleDescriptor rule, string path, int line, int column, string message)
    {
        var at = new TextPosition(Math.Max(1, line), Math.Max(1, column));
        return (path, new Diagnostic(rule, rule.Severity, path, at, at, message));
    }
}
