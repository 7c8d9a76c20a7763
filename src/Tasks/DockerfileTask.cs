using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Checking;
using ContainerGuard.Configuration;
using ContainerGuard.Rules;
using ContainerGuard.Scripts;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that check Dockerfiles and know a baseline.</summary>
public abstract class DockerfileTask : RuleTask
{
    private IReadOnlyList<string>? _checked;

    private protected DockerfileTask()
    {
    }

    /// <summary>The files, as the project names them.</summary>
    [Required]
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary><c>ContainerGuardCompose</c> items: compose files, whose images are treated as those of Dockerfiles.</summary>
    public ITaskItem[] Compose { get; set; } = [];

    /// <summary>The evaluated .NET project, with which its Dockerfile is compared; empty for other projects.</summary>
    public ITaskItem[] CheckedProject { get; set; } = [];

    /// <summary><c>ContainerGuardBaseline</c>, relative to the project; empty for none.</summary>
    public string? Baseline { get; set; }

    /// <summary><c>ContainerGuardShellCheck</c>: empty for the program on the PATH, <c>false</c>, a name or a path.</summary>
    public string? ShellCheck { get; set; }

    /// <summary><c>ContainerGuardCacheFolder</c>; empty for the user's cache folder, <c>none</c> to keep nothing.</summary>
    public string CacheFolder { get; set; } = "";

    /// <summary>The baseline, absolute; empty for none.</summary>
    private protected string BaselinePath => string.IsNullOrEmpty(Baseline) ? "" : FullPath(Baseline);

    /// <summary>The findings of each file. Findings in the baseline are marked as suppressed.</summary>
    private protected IEnumerable<IReadOnlyList<Diagnostic>> CheckAll(FileFacts facts, Baseline? baseline)
    {
        var policy = Policy;
        var scripts = ScriptCheckerOrReport(policy);
        facts = facts with { Project = ProjectFactsReader.Of(CheckedProject, ContextDirectory, Files, BuildEngine) };
        var check = new DockerfileCheck(ProjectDirectory, facts, policy, Configuration, Contexts(Dockerfiles), scripts);
        foreach (var (path, found) in check.Check(Checked, Cancellation))
        {
            yield return baseline is null ? found : baseline.Apply(PathInBaseline(path), found);
        }

        if (scripts?.Problem is { } problem) ReportShellCheck(problem);
        if (scripts?.FilesBeforeLimit is { } checkedFiles) ReportTooManyScripts(checkedFiles);
        scripts?.Keep();
    }

    /// <summary>The files, without those that a pattern finds and that are not Dockerfiles.</summary>
    private protected IReadOnlyList<string> Checked => _checked ??= FilesOf(Dockerfiles, Compose);

    /// <summary>Whether a file that a baseline names exists.</summary>
    private protected bool ExistsForBaseline(string path) => File.Exists(Path.Combine(Path.GetDirectoryName(BaselinePath)!, path));

    private string PathInBaseline(string dockerfile) =>
        Path.GetRelativePath(Path.GetDirectoryName(BaselinePath)!, FullPath(dockerfile)).Replace('\\', '/');

    /// <summary>Checks the shell scripts; null where the rule is off or ShellCheck is not installed.</summary>
    private ScriptChecker? ScriptCheckerOrReport(SeverityPolicy policy)
    {
        if (ShellCheckProgram.IsOff(ShellCheck) || !ScriptCheckers.IsNeeded(policy)) return null;
        var checker = ScriptCheckers.Find(ShellCheck, ProjectDirectory, CacheFolderOf(CacheFolder), Environment.GetEnvironmentVariable);
        if (checker is null && !ShellCheckProgram.IsLeftOpen(ShellCheck))
        {
            ReportShellCheck($"ContainerGuardShellCheck names '{ShellCheck}', which does not exist.");
        }

        return checker;
    }

    private void ReportTooManyScripts(int checkedFiles) => Report(
        GuardCodes.TooManyScripts,
        ProjectFile,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The files have more than {ScriptChecker.MostScripts:N0} distinct shell scripts, so ShellCheck is off after the first "
                + $"{checkedFiles:N0} files. Check fewer files in one call, or set ContainerGuardShellCheck to false."));

    private void ReportShellCheck(string problem) => Report(
        GuardCodes.ShellCheckFailed,
        ProjectFile,
        $"Shell scripts are not checked, because ShellCheck cannot run. {problem} Correct the problem, "
            + "or set ContainerGuardShellCheck to false.");
}
