using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ContainerGuard.Building;
using ContainerGuard.Compose;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Images;
using ContainerGuard.Packages.Contents;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// The base of all tasks of the package. Findings become canonical MSBuild diagnostics. An expected failure becomes one diagnostic, and so
/// does a defect of the package. Tasks do not use the current directory, the console or the culture of the process, so they can run in
/// parallel.
/// </summary>
[SuppressMessage(
    "Design", "CA1001", Justification = "A source without a timer holds nothing to dispose of, and Ctrl+C may come at any time.")]
public abstract class GuardTask : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly HashSet<string> _shownDifferences = new(StringComparer.Ordinal);
    private ITaskItem? _commonItem;
    private CommonItem? _common;
    private IFileSystem? _files;
    private ProjectReport? _report;
    private SuggestedCommand? _command;
    private bool _hasDefect;
    private bool _hasReported;
    private readonly List<TaskReport> _reports = [];

    private protected GuardTask()
    {
    }

    /// <summary>The project, its paths and its lists of warnings, as metadata.</summary>
    [Required]
    public ITaskItem Common
    {
        get => _commonItem!;
        set => (_commonItem, _common) = (value, new CommonItem(value));
    }

    /// <summary>The clock of all rooms.</summary>
    private protected static TimeProvider Clock => TimeProvider.System;

    private protected static DateOnly Today => DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime);

    private protected CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Whether the task said something.</summary>
    private protected bool HasSpoken { get; private set; }

    /// <summary>True to leave the task's report to <see cref="ShowReport"/> at the end of a publish, unless the task fails.</summary>
    private protected virtual bool LeavesItsReport => false;

    /// <summary>Whether the task shows what earlier tasks left, even if it reports nothing itself.</summary>
    private protected virtual bool ShowsEarlierReports => false;

    /// <summary>
    /// The path in the project's own line, relative to the project, where the task's message takes the place of that line in a terminal.
    /// </summary>
    private protected virtual string? PathOfReplacedLine => null;

    /// <summary>Cancels network requests and programs (Ctrl+C).</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc />
    public sealed override bool Execute()
    {
        var isComplete = Try(RunOrReuse) & Try(ShowWhatWasSaid);
        return isComplete && !Log.HasLoggedErrors;
    }

    private protected abstract void Run();

    /// <summary>
    /// The file below <c>obj</c> that keeps the result of the task for the next build, without a folder; null for a task that always runs.
    /// </summary>
    private protected virtual string? KeptFile => null;

    /// <summary>
    /// The result to keep; null if the next build must run the task again. A task that has reported something always runs again, unless
    /// it keeps its reports.
    /// </summary>
    private protected virtual string? ResultToKeep => null;

    /// <summary>Whether the next build reports again what the task has reported, without running it.</summary>
    private protected virtual bool KeepsReports => false;

    /// <summary>Files that the result depends on and that the task does not read through <see cref="Files"/>, absolute.</summary>
    private protected virtual IEnumerable<string> FilesOfResult => [LockFile];

    /// <summary>Gives the result of an earlier build with the same inputs; false if the task must run.</summary>
    private protected virtual bool Reuse(string result) => true;

    private void RunOrReuse()
    {
        if (KeptFile is not { } name)
        {
            Run();
            return;
        }

        var kept = new KeptResult(Path.Combine(FullPath(_common!.KeptFolder), name), PhysicalFileSystem.Instance);
        var key = TaskInputs.KeyOf(this, ProjectBuild.Of(_common, Environment.GetEnvironmentVariable), Today);
        if (kept.Find(key) is { } known && TryReuse(known)) return;

        var files = new RecordedFiles(Files, Clock);
        _files = files;
        foreach (var file in FilesOfResult) files.LastWrite(file);
        Run();
        if (!_hasReported && ResultToKeep is { } result)
        {
            kept.Keep(key, files, KeepsReports ? new KeptReports(_reports, result).Write() : result);
        }
    }

    private bool TryReuse(string known)
    {
        if (!KeepsReports) return Reuse(known);
        if (KeptReports.Read(known) is not { } last || !Reuse(last.Result)) return false;
        foreach (var one in last.Reports) Report(one.Severity, one.Rule, one.File, one.Line, one.Column, one.Message);
        return true;
    }

    /// <summary>The package's version, for reports.</summary>
    private protected static string ToolVersion =>
        typeof(GuardTask).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";

    /// <summary>
    /// MSBuild ends a line with the project in brackets, unless the line is about exactly that file. GitHub's problem matcher requires the
    /// brackets, so there the file has another spelling, which GitHub normalizes.
    /// </summary>
    private static bool IsGitHub => Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

    /// <summary>The file system, with what the projects of this build have read already.</summary>
    private protected IFileSystem Files => _files ??= Shared(static () => new RememberedFiles(PhysicalFileSystem.Instance, Clock));

    /// <summary>The project, absolute.</summary>
    private protected string ProjectFile => _common!.ProjectFile;

    /// <summary>What every task gets.</summary>
    private protected CommonItem CommonSettings => _common!;

    /// <summary>The build context, absolute.</summary>
    private protected string ContextDirectory => _common!.ContextDirectory;

    /// <summary>The property or option that sets the context; empty if the context was located.</summary>
    private protected string ContextSetting => _common!.ContextSetting;

    /// <summary>The lock file, absolute; it need not exist.</summary>
    private protected string LockFile => _common!.LockFile;

    /// <summary>The folder of the rules' pages, absolute.</summary>
    private protected string Pages => _common!.Pages;

    /// <summary>The plans of the projects of this build.</summary>
    private protected PlanCache Plans => Shared(static () => new PlanCache(TimeProvider.System));

    /// <summary>The file that sets an item: a props file, or the project.</summary>
    private protected string DefiningFile(ITaskItem item) =>
        item.GetMetadata("DefiningProjectFullPath") is { Length: > 0 } file ? file : ProjectFile;

    private protected string ProjectDirectory => Path.GetDirectoryName(ProjectFile)!;

    private protected string FullPath(string path) => Path.GetFullPath(path, ProjectDirectory);

    /// <summary>
    /// The Dockerfiles, as the project names them, without other files that a pattern such as <c>**/*Dockerfile*</c> finds.
    /// </summary>
    private protected IReadOnlyList<string> DockerfilesOf(ITaskItem[] items) =>
        [.. items.Select(static item => item.ItemSpec).Where(path => !DockerfileName.IsOther(Files, FullPath(path)))];

    /// <summary>What an input is, for messages about a file that cannot be read.</summary>
    private protected static string KindOf(string path) => ComposeName.HasExtension(path) ? "compose file" : "Dockerfile";

    /// <summary>The Dockerfiles of a task, then its compose files with those that they include.</summary>
    private protected IReadOnlyList<string> FilesOf(ITaskItem[] dockerfiles, ITaskItem[] compose) =>
        [.. DockerfilesOf(dockerfiles), .. ComposeIncludes.With(Files, [.. compose.Select(static item => item.ItemSpec)], FullPath)];

    private protected SeverityPolicy PolicyFor(Level level, bool softens = false) => _common!.PolicyFor(level, softens);

    /// <summary>An object that the projects of a build share in one process. The engine keeps it until the build ends.</summary>
    /// <param name="create">Makes the first one.</param>
    /// <param name="part">The part of the build that shares it; empty for the whole build.</param>
    private protected T Shared<T>(Func<T> create, string part = "")
        where T : class =>
        SharedObjects.Get(BuildEngine, create, part);

    private protected const string DryRunText = "Dry run: no file was changed.";

    /// <summary>Shows one or more lines to the user with every logger. Findings go through <c>Report</c>.</summary>
    private protected void Say(string text)
    {
        HasSpoken = true;
        ReportOfProject.Add(Command.In(text));
    }

    private SuggestedCommand Command => _command ??= Shared(
        () => new SuggestedCommand(ProjectFile, _common!.StartedIn, GlobalProperties), InstanceOfProject);

    private ProjectReport ReportOfProject => _report ??= Shared(
        () => new ProjectReport(
            Path.GetFileNameWithoutExtension(ProjectFile), Environment.GetEnvironmentVariable("_MSBUILDTLENABLED") == "1"),
        InstanceOfProject);

    /// <summary>The properties of the command line, or of the project that builds this one.</summary>
    private protected IReadOnlyDictionary<string, string> GlobalProperties =>
        (BuildEngine as IBuildEngine6)?.GetGlobalProperties() ?? new Dictionary<string, string>();

    /// <summary>
    /// A build may build a project several times, with different global properties. Each one has its own line in the terminal.
    /// </summary>
    private string InstanceOfProject => ProjectFile + (BuildEngine is not IBuildEngine6 engine ? "" : string.Concat(
        engine.GetGlobalProperties().OrderBy(static property => property.Key, StringComparer.Ordinal)
            .Select(static property => $"\n{property.Key}={property.Value}")));

    private void ShowWhatWasSaid()
    {
        var path = string.IsNullOrEmpty(PathOfReplacedLine) ? "" : FullPath(PathOfReplacedLine);
        if ((!HasSpoken && !ShowsEarlierReports && path.Length == 0) || (LeavesItsReport && !Log.HasLoggedErrors)) return;
        if (ReportOfProject.Next(path) is { } message) Log.LogMessage(MessageImportance.High, "{0}", message);
    }

    /// <summary>Runs a part of the task. False if it was cancelled; a defect is reported.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "MSBuild would report an exception with its stack, as MSB4018.")]
    private bool Try(Action part)
    {
        try
        {
            part();
            return true;
        }
        catch (Exception exception)
            when (_cancellation.IsCancellationRequested && exception is (OperationCanceledException or AggregateException))
        {
            return false;
        }
        catch (Exception exception)
        {
            ReportOnce(Defect.Of(exception, GetType().Name));
            return true;
        }
    }

    /// <summary>A defect is always an error. Its stack is in a detailed log.</summary>
    private void ReportOnce(Defect defect)
    {
        if (_hasDefect) return;
        _hasDefect = _hasReported = true;
        var file = defect.File ?? Common?.ItemSpec ?? BuildEngine.ProjectFileOfTaskNode;
        Log.LogError(null, GuardCodes.Defect.Id, null, GuardCodes.Defect.HelpLink, file, 1, 1, 0, 0, "{0}", defect.Message);
        var importance = Defect.ShowsDetails(Environment.GetEnvironmentVariable) ? MessageImportance.High : MessageImportance.Low;
        Log.LogMessage(importance, "{0}", defect.Details);
    }

    /// <summary>Makes a sentence of a clause. A name at its beginning keeps its case.</summary>
    private protected static string Sentence(string clause)
    {
        var space = clause.IndexOf(' ', StringComparison.Ordinal);
        var startsWithName = clause.AsSpan(0, space < 0 ? clause.Length : space).ContainsAny("./:'");
        return startsWithName ? $"{clause}." : $"{char.ToUpperInvariant(clause[0])}{clause[1..]}.";
    }

    /// <summary>Logs a diagnostic of the package itself, about a file or the project.</summary>
    private protected void Report(
        RuleDescriptor rule, string file, string message, Severity? severity = null, (int Line, int Column) at = default)
    {
        if (PolicyFor(Level.All).Effective(rule, severity ?? rule.Severity) is not { } effective) return;
        Report(effective, rule, file, at.Line, at.Column, message);
    }

    /// <summary>Writes what only a detailed log has.</summary>
    private protected void LogDetail(string note) => Log.LogMessage(MessageImportance.Low, "ContainerGuard: {0}", note);

    /// <summary>Logs why files of packages could not be read. Returns what the report says of them; null if all were read.</summary>
    private protected string? LogUnread(PackageSet packages)
    {
        foreach (var note in packages.Notes) Log.LogMessage(MessageImportance.Normal, "ContainerGuard: {0}", note);
        return packages.Unread;
    }

    /// <summary>The folder that <c>ContainerGuardCacheFolder</c> names, absolute; null to keep nothing.</summary>
    private protected string? CacheFolderOf(string setting) => setting.Length == 0
        ? CacheFolder.Default(Environment.GetEnvironmentVariable)
        : setting == "none" ? null : FullPath(setting);

    /// <summary>The lock file that a build must use with <c>ContainerGuardPinning=lock</c>; false after a reported error.</summary>
    /// <param name="pinning"><c>ContainerGuardPinning</c>.</param>
    /// <param name="folder">The folder of generated files.</param>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="locked">Null with other values.</param>
    private protected bool TryReadLock(string pinning, string folder, ImageMirrors mirrors, out LockedBuild? locked)
    {
        locked = null;
        if (folder.Length == 0 || Setting.Read<PinningMode>(pinning) != PinningMode.Lock) return true;
        try
        {
            locked = new LockedBuild(new LockFileStore(LockFile, Path.GetTempPath(), mirrors).Read(), FullPath(folder));
            return true;
        }
        catch (LockFileException exception)
        {
            Report(exception.Error);
            return false;
        }
    }

    /// <summary>Logs an error in the lock file.</summary>
    private protected void Report(LockFileProblem error) => Report(
        PinningCodes.OfLockFile(error), error.Path, $"{Sentence(error.Message)} {error.Remedy}", at: (error.Line, error.Column));

    /// <summary>Logs a problem of the generation.</summary>
    private protected void Report(Problem problem) => Report(problem.Rule, problem.Path ?? ProjectFile, problem.Text);

    /// <summary>
    /// Shows a change as a unified diff. The same change is shown once, because several Dockerfiles may need the same lines in one file.
    /// </summary>
    /// <param name="path">The relative path that the diff shows.</param>
    /// <param name="before">The current text.</param>
    /// <param name="after">The new text.</param>
    private protected void ShowDifference(string path, string before, string after)
    {
        if (before == after) return;
        var difference = UnifiedDiff.Of(path.Replace('\\', '/'), before, after);
        if (difference.Length == 0 || !_shownDifferences.Add(difference)) return;
        HasSpoken = true;
        ReportOfProject.Add(difference);
    }

    private protected void Report(Diagnostic diagnostic) => Report(
        diagnostic.Severity,
        diagnostic.Rule,
        diagnostic.File,
        diagnostic.Start?.Line ?? 0,
        diagnostic.Start?.Column ?? 0,
        diagnostic.Message);

    /// <summary>
    /// Logs a line as the compiler does: <c>file(line,column): error CG2003: …</c>. A subcategory or an end would hide it from the problem
    /// matchers of setup-dotnet and editors; ranges are in SARIF. They also ignore a line without a position, so a finding about a whole
    /// file is at its beginning.
    /// </summary>
    private void Report(Severity severity, RuleDescriptor rule, string file, int line, int column, string message)
    {
        if (KeepsReports) _reports.Add(new TaskReport(severity, rule, file, line, column, SecretText.Mask(message)));
        else _hasReported = true;
        if (line == 0) (line, column) = (1, 1);
        message = PlainText.Of(SecretText.Mask(Command.In(message)));
        if (file == ProjectFile && IsGitHub) file = Path.Combine(ProjectDirectory, ".", Path.GetFileName(ProjectFile));
        switch (severity)
        {
            case Severity.Error:
                Log.LogError(null, rule.Id, null, rule.HelpLink, file, line, column, 0, 0, "{0}", message);
                break;
            case Severity.Warning:
                Log.LogWarning(null, rule.Id, null, rule.HelpLink, file, line, column, 0, 0, "{0}", message);
                break;
            default:
                Log.LogMessage(null, rule.Id, null, file, line, column, 0, 0, MessageImportance.Normal, "{0}", message);
                break;
        }
    }
}
