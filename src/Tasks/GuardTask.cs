using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ContainerGuard.Context;
using ContainerGuard.Fixes;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// What every task of the package shares: findings become canonical MSBuild diagnostics, expected failures become one, and nothing of
/// the process (current directory, console, culture) is touched, so that any number of tasks may run side by side.
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

    /// <summary>The project, absolute: what has no other place is reported there, and relative paths are relative to its folder.</summary>
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

    /// <summary>True where <see cref="ShowReport"/> shows at the end of a publish what the task says, unless the task fails.</summary>
    public bool SaysLater { get; set; }

    /// <summary>The path in the project's own line, relative to the project, where the task's message takes the place of that line in a terminal.</summary>
    public string? ReplacedPath { get; set; }

    /// <summary>Whether the task has said something.</summary>
    [Output]
    public bool HasSaid { get; private set; }

    private protected CancellationToken Cancellation => cancellation.Token;

    /// <summary>Ends a network request that is under way (Ctrl+C).</summary>
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

    /// <summary>The disk, as it was read for all projects of this build.</summary>
    private protected IFileSystem Files => files ??= Shared(static () => new RememberedFiles(PhysicalFileSystem.Instance, TimeProvider.System));

    private protected string ProjectDirectory => Path.GetDirectoryName(ProjectFile)!;

    private protected string FullPath(string path) => Path.GetFullPath(path, ProjectDirectory);

    private protected SeverityPolicy PolicyFor(Level level, bool softens = false) =>
        new(level, NoWarn, WarningsAsErrors, WarningsNotAsErrors, TreatWarningsAsErrors, softens);

    /// <summary>What all projects of a build share in one process: the engine keeps it until the build ends.</summary>
    /// <param name="create">Makes the first one.</param>
    /// <param name="part">What of the build shares it; empty for the whole build.</param>
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

    /// <summary>Reports to a person: one or more lines, shown whatever the logger. Findings are reported by <c>Report</c> instead.</summary>
    private protected void Say(string text)
    {
        HasSaid = true;
        ReportOfProject.Add(text);
    }

    private ProjectReport ReportOfProject => report ??= Shared(
        () => new ProjectReport(Path.GetFileNameWithoutExtension(ProjectFile), Environment.GetEnvironmentVariable("_MSBUILDTLENABLED") == "1"), InstanceOfProject);

    /// <summary>One project may be built several times in a build, with other global properties; each is a line of its own in the terminal.</summary>
    private string InstanceOfProject => ProjectFile + (BuildEngine is not IBuildEngine6 engine ? "" : string.Concat(
        engine.GetGlobalProperties().OrderBy(static property => property.Key, StringComparer.Ordinal).Select(static property => $"\n{property.Key}={property.Value}")));

    private void ShowWhatWasSaid()
    {
        var path = string.IsNullOrEmpty(ReplacedPath) ? "" : FullPath(ReplacedPath);
        if ((!HasSaid && path.Length == 0) || (SaysLater && !Log.HasLoggedErrors)) return;
        if (ReportOfProject.Next(path) is { } message) Log.LogMessage(MessageImportance.High, "{0}", message);
    }

    /// <summary>A clause as a sentence; a name at its beginning keeps its case.</summary>
    private protected static string Sentence(string clause)
    {
        var space = clause.IndexOf(' ', StringComparison.Ordinal);
        var startsWithName = clause.AsSpan(0, space < 0 ? clause.Length : space).ContainsAny("./:'");
        return startsWithName ? $"{clause}." : $"{char.ToUpperInvariant(clause[0])}{clause[1..]}.";
    }

    /// <summary>Logs a finding of the guard itself, about a file or about the project.</summary>
    private protected void Report(RuleDescriptor rule, string file, string message, Severity? severity = null, (int Line, int Column) at = default)
    {
        if (PolicyFor(Level.All).Effective(rule, severity ?? rule.Severity) is not { } effective) return;
        Report(effective, rule, file, at.Line, at.Column, message);
    }

    /// <summary>Shows what would become of a file, as a unified diff; once: several Dockerfiles may ask for the same lines of one file.</summary>
    /// <param name="path">As the diff is to name it: relative.</param>
    /// <param name="before">The text that is there.</param>
    /// <param name="after">The text that would be.</param>
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
    /// setup-dotnet and editors; ranges are in SARIF.
    /// </summary>
    private void Report(Severity severity, RuleDescriptor rule, string file, int line, int column, string message)
    {
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
