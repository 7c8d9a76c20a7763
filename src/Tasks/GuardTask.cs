using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ContainerGuard.Context;
using ContainerGuard.Fixes;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// The base of all tasks of the package. Findings become canonical MSBuild diagnostics. An expected failure becomes one diagnostic. Tasks do not
/// use the current directory, the console or the culture of the process, so they can run in parallel.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Execute disposes it, and MSBuild executes a task once.")]
public abstract class GuardTask : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly CancellationTokenSource cancellation = new();
    private readonly HashSet<string> shownDifferences = new(StringComparer.Ordinal);
    private IFileSystem? files;
    private ProjectReport? report;

    private protected GuardTask()
    {
    }

    /// <summary>The absolute path of the project. Relative paths are relative to its folder; diagnostics without another place are reported there.</summary>
    [Required]
    public string ProjectFile { get; set; } = "";

    /// <summary>Codes that are not reported, as the compiler's property of the same name.</summary>
    public string? NoWarn { get; set; }

    /// <summary>Codes that are errors.</summary>
    public string? WarningsAsErrors { get; set; }

    /// <summary>Codes that stay warnings when all others are errors.</summary>
    public string? WarningsNotAsErrors { get; set; }

    /// <summary>True when every warning is an error.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>True to leave the task's report to <see cref="ShowReport"/> at the end of a publish, unless the task fails.</summary>
    public bool SaysLater { get; set; }

    /// <summary>The path in the project's own line, relative to the project, where the task's message takes the place of that line in a terminal.</summary>
    public string? ReplacedPath { get; set; }

    /// <summary>Whether the task reported something.</summary>
    [Output]
    public bool HasSaid { get; private set; }

    private protected CancellationToken Cancellation => cancellation.Token;

    /// <summary>Cancels network requests (Ctrl+C).</summary>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc />
    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            ShowWhatWasSaid();
            cancellation.Dispose();
        }

        return !Log.HasLoggedErrors;
    }

    private protected abstract void Run();

    /// <summary>The package's version, for reports.</summary>
    private protected static string ToolVersion => typeof(GuardTask).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>
    /// MSBuild ends a line with the project in brackets, unless the line is about exactly that file. GitHub's problem matcher requires the brackets, so
    /// there the file has another spelling, which GitHub normalizes.
    /// </summary>
    private static bool IsGitHub => Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true";

    /// <summary>The file system, with what the projects of this build have read already.</summary>
    private protected IFileSystem Files => files ??= Shared(static () => new RememberedFiles(PhysicalFileSystem.Instance, TimeProvider.System));

    private protected string ProjectDirectory => Path.GetDirectoryName(ProjectFile)!;

    private protected string FullPath(string path) => Path.GetFullPath(path, ProjectDirectory);

    private protected SeverityPolicy PolicyFor(Level level, bool softens = false) =>
        new(level, NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors, softens);

    /// <summary>An object that the projects of a build share in one process. The engine keeps it until the build ends.</summary>
    /// <param name="create">Makes the first one.</param>
    /// <param name="part">The part of the build that shares it; empty for the whole build.</param>
    private protected T Shared<T>(Func<T> create, string part = "")
        where T : class
    {
        if (BuildEngine is not IBuildEngine4 engine) return create();
        var key = typeof(T).FullName + part;
        lock (string.Intern(key))
        {
            if (engine.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is T shared) return shared;
            var created = create();
            engine.RegisterTaskObject(key, created, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            return created;
        }
    }

    /// <summary>Shows one or more lines to the user with every logger. Findings go through <c>Report</c>.</summary>
    private protected void Say(string text)
    {
        HasSaid = true;
        ReportOfProject.Add(text);
    }

    private ProjectReport ReportOfProject => report ??= Shared(
        () => new ProjectReport(Path.GetFileNameWithoutExtension(ProjectFile), Environment.GetEnvironmentVariable("_MSBUILDTLENABLED") == "1"), InstanceOfProject);

    /// <summary>A build may build a project several times, with different global properties. Each one has its own line in the terminal.</summary>
    private string InstanceOfProject => ProjectFile + (BuildEngine is not IBuildEngine6 engine ? "" : string.Concat(
        engine.GetGlobalProperties().OrderBy(static property => property.Key, StringComparer.Ordinal).Select(static property => $"\n{property.Key}={property.Value}")));

    /// <summary>Whether the task shows what earlier tasks left, even if it reports nothing itself.</summary>
    private protected virtual bool ShowsEarlierReports => false;

    private void ShowWhatWasSaid()
    {
        var path = string.IsNullOrEmpty(ReplacedPath) ? "" : FullPath(ReplacedPath);
        if ((!HasSaid && !ShowsEarlierReports && path.Length == 0) || (SaysLater && !Log.HasLoggedErrors)) return;
        if (ReportOfProject.Next(path) is { } message) Log.LogMessage(MessageImportance.High, "{0}", message);
    }

    /// <summary>Makes a sentence of a clause. A name at its beginning keeps its case.</summary>
    private protected static string Sentence(string clause)
    {
        var space = clause.IndexOf(' ', StringComparison.Ordinal);
        var startsWithName = clause.AsSpan(0, space < 0 ? clause.Length : space).ContainsAny("./:'");
        return startsWithName ? $"{clause}." : $"{char.ToUpperInvariant(clause[0])}{clause[1..]}.";
    }

    /// <summary>Logs a diagnostic of the package itself, about a file or the project.</summary>
    private protected void Report(RuleDescriptor rule, string file, string message, Severity? severity = null, (int Line, int Column) at = default)
    {
        if (PolicyFor(Level.All).Effective(rule, severity ?? rule.Severity) is not { } effective) return;
        Report(effective, rule, file, at.Line, at.Column, message);
    }

    /// <summary>Shows a change as a unified diff. The same change is shown once, because several Dockerfiles may need the same lines in one file.</summary>
    /// <param name="path">The relative path that the diff shows.</param>
    /// <param name="before">The current text.</param>
    /// <param name="after">The new text.</param>
    private protected void ShowDifference(string path, string before, string after)
    {
        if (before == after) return;
        var difference = UnifiedDiff.Of(path.Replace('\\', '/'), before, after);
        if (difference.Length > 0 && shownDifferences.Add(difference)) Say(difference);
    }

    private protected void Report(Diagnostic diagnostic) => Report(
        diagnostic.Severity,
        diagnostic.Rule,
        diagnostic.File,
        diagnostic.Start?.Line ?? 0,
        diagnostic.Start?.Column ?? 0,
        diagnostic.Message);

    /// <summary>
    /// Logs a line as the compiler does: <c>file(line,column): error CG2003: …</c>. A subcategory or an end would hide it from the problem matchers of
    /// setup-dotnet and editors; ranges are in SARIF. They also ignore a line without a position, so a finding about a whole file is at its beginning.
    /// </summary>
    private void Report(Severity severity, RuleDescriptor rule, string file, int line, int column, string message)
    {
        if (line == 0) (line, column) = (1, 1);
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
