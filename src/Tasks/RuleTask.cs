using System.Text;
using ContainerGuard.Analysis;
using ContainerGuard.Configuration;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that run rules: the facts about a file, and the reports of findings.</summary>
public abstract class RuleTask : GuardTask
{
    private ConfigurationFiles? _configuration;

    private protected RuleTask()
    {
    }

    /// <summary><c>ContainerGuardLevel</c>.</summary>
    public string Level { get; set; } = "recommended";

    /// <summary><c>ContainerGuardPinning</c>.</summary>
    public string Pinning { get; set; } = "require";

    /// <summary><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary><c>ContainerGuardMirrorInFiles</c>.</summary>
    public bool MirrorInFiles { get; set; }

    /// <summary><c>ContainerGuardTrustedRegistry</c> items.</summary>
    public ITaskItem[] TrustedRegistries { get; set; } = [];

    /// <summary><c>ContainerGuardLabelSchema</c> items, with <c>Type</c> and <c>Required</c>.</summary>
    public ITaskItem[] LabelSchema { get; set; } = [];

    /// <summary><c>ContainerGuardStrictLabels</c>.</summary>
    public string? StrictLabels { get; set; }

    /// <summary>The target framework that is published; empty outside .NET.</summary>
    public string? TargetFramework { get; set; }

    /// <summary><c>GlobalAnalyzerConfigFiles</c> items: global configuration files that the project names.</summary>
    public ITaskItem[] GlobalConfigs { get; set; } = [];

    /// <summary>The contexts of the Dockerfiles. Diagnostics name ignore files relative to the project, as they name Dockerfiles.</summary>
    private protected BuildContexts Contexts(params ITaskItem[] dockerfiles) => new(
        Files, ContextDirectory, ContextSetting is { Length: > 0 } setting ? setting : null,
        path => Path.GetRelativePath(ProjectDirectory, path),
        ContextMetadata.Of(dockerfiles, FullPath))
        {
            ReadsContainerIgnore = CommonSettings.BuildTool is "podman" or "buildah",
        };

    /// <summary>The facts, or null after a reported error in the lock file or in an item.</summary>
    private protected FileFacts? FactsOrReport()
    {
        if (!MirrorItems.TryRead(Mirrors, out var mirrors, out var reason)
            || !TrustedRegistryItems.TryRead(TrustedRegistries, out var trusted, out reason)
            || !LabelItems.TryRead(LabelSchema, StrictLabels, out var labels, out reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return null;
        }

        try
        {
            var locked = new LockFileStore(LockFile, Path.GetTempPath(), mirrors).Read();
            return new FileFacts
            {
                Today = Today,
                Pinning = Setting.Read<PinningMode>(Pinning),
                Locked = locked.Find,
                LockedSource = address => locked.Sources.GetValueOrDefault(address),
                LockedAdvisories = locked.Advisories,
                Mirrors = mirrors,
                MirrorInFiles = MirrorInFiles,
                Trusted = trusted,
                Labels = labels,
                TargetFramework = string.IsNullOrEmpty(TargetFramework) ? null : TargetFramework,
                Build = ProjectBuild.Of(CommonSettings, Environment.GetEnvironmentVariable),
            };
        }
        catch (LockFileException exception)
        {
            Report(exception.Error);
            return null;
        }
    }

    /// <summary>The settings of configuration files for the rules.</summary>
    private protected ConfigurationFiles Configuration =>
        _configuration ??= new ConfigurationFiles(Files, ContextDirectory, [.. GlobalConfigs.Select(item => FullPath(item.ItemSpec))]);

    /// <summary>Whether practices are warnings, as in a local build, where nothing ships.</summary>
    private protected virtual bool Softens => false;

    private protected SeverityPolicy Policy =>
        PolicyFor(string.IsNullOrEmpty(Level) ? Rules.Level.Recommended : Setting.Read<Level>(Level), Softens);

    /// <summary>Logs findings with the absolute path of the file, which every IDE and terminal can open.</summary>
    private protected void ReportAll(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.IsOpen && IsLogged(diagnostic))
            {
                Report(diagnostic with { File = FullPath(diagnostic.File) });
            }
        }
    }

    /// <summary>The Dockerfile of an image; null if it cannot be read.</summary>
    /// <param name="path">Relative to the project.</param>
    /// <param name="facts">The facts of the check.</param>
    private protected FileAnalysis? ReadDockerfile(string path, FileFacts facts) =>
        TextFile.Read(FullPath(path), "Dockerfile").Bytes is { } bytes
            ? new FileAnalysis(RuleRunner.Read(SourceText.FromBytes(bytes, path), facts), facts)
            : null;

    /// <summary>Reads a baseline. False after a reported error in it.</summary>
    /// <param name="path">Absolute; empty for none.</param>
    /// <param name="forImages">Whether the task checks images.</param>
    /// <param name="baseline">Null without one.</param>
    private protected bool TryReadBaseline(string path, bool forImages, out Baseline? baseline)
    {
        baseline = null;
        if (path.Length == 0) return true;
        if (!Path.Exists(path))
        {
            Report(
                GuardCodes.CannotReadFile,
                path,
                "The baseline does not exist. Write it with 'dotnet build -t:ContainerGuardUpdateBaseline', "
                    + "or correct ContainerGuardBaseline.");
            return false;
        }

        var (bytes, unread) = TextFile.Read(path, "baseline");
        if (bytes is null)
        {
            Report(GuardCodes.CannotReadFile, path, unread!);
            return false;
        }

        var (entries, problem) = BaselineReader.Read(bytes);
        if (problem is not null)
        {
            Report(GuardCodes.BaselineMalformed, path, problem.Message, at: (problem.Line, problem.Column));
            return false;
        }

        baseline = new Baseline(Path.GetFileName(path), entries, forImages);
        return true;
    }

    /// <summary>Whether a finding is within the limit of the log.</summary>
    private protected virtual bool IsLogged(Diagnostic diagnostic) => true;

    /// <summary>Reports the errors in configuration files.</summary>
    private protected void ReportConfigurationProblems()
    {
        foreach (var problem in Configuration.Problems)
        {
            Report(
                problem.IsError ? GuardCodes.InvalidValue : GuardCodes.UnknownProperty, problem.Path, problem.Message,
                at: (problem.Line, problem.Column));
        }
    }

    private protected static int CountOf(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Count(static diagnostic => diagnostic.Suppression is null && diagnostic.Severity != Severity.Message);

    /// <summary>
    /// Writes the findings as they arrive. Enumerates all of them even without a report, because the enumeration does the work.
    /// </summary>
    /// <param name="path"><c>ContainerGuardSarif</c>, relative to the project; empty for no report.</param>
    /// <param name="includesSuppressed"><c>ContainerGuardSarifSuppressed</c>.</param>
    /// <param name="diagnostics">In the order of the report.</param>
    /// <param name="more">Other reports of the findings; null for none.</param>
    private protected void WriteReports(
        string? path, bool includesSuppressed, IEnumerable<Diagnostic> diagnostics, MoreReports? more = null)
    {
        var run = new ReportRun(
            ToolVersion, [.. RuleCatalogue.Descriptors], ProjectFile, SourceRoot.Of(ProjectDirectory, ContextDirectory), PageOf)
        {
            IncludesSuppressed = includesSuppressed,
            Files = more?.Files ?? [],
            Name = more?.Name ?? ReportRun.DefaultName,
            Images = more?.Images ?? [],
            Locked = more?.Locked ?? (static _ => null),
            Today = Today,
        };
        if (more?.IsEmpty == false)
        {
            List<Diagnostic> all = [.. diagnostics];
            foreach (var (file, problem) in more.Write(run, all, FullPath)) Report(GuardCodes.CannotWriteFile, file, problem);
            diagnostics = all;
        }

        using var findings = diagnostics.GetEnumerator();
        if (!string.IsNullOrEmpty(path))
        {
            var problem = SarifFile.Write(FullPath(path), run, findings, Path.GetTempPath());
            if (problem is not null) Report(GuardCodes.CannotWriteFile, FullPath(path), problem);
        }

        while (findings.MoveNext())
        {
            // The report was not written, or ended early.
        }
    }

    /// <summary>The reports of <c>ContainerGuardReport</c>; null after a reported error in one of them.</summary>
    /// <param name="items"><c>ContainerGuardReport</c> items, with <c>Format</c>.</param>
    /// <param name="stepSummary"><c>ContainerGuardStepSummary</c>.</param>
    /// <param name="files">The checked files.</param>
    private protected MoreReports? MoreReportsOrReport(ITaskItem[] items, bool stepSummary, IReadOnlyList<string> files)
    {
        if (!ReportItems.TryRead(items, out var reports, out var reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return null;
        }

        return new MoreReports(
            reports, stepSummary ? Environment.GetEnvironmentVariable(StepSummary.Variable) : null, files, Path.GetTempPath());
    }

    private string? PageOf(string code) =>
        TextFile.Read(Path.Combine(Pages, code + ".md"), "page").Bytes is { } page ? Encoding.UTF8.GetString(page) : null;
}
