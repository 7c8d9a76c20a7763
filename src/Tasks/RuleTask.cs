using System.Globalization;
using System.Text;
using ContainerGuard.Context;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tuning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that run rules: the facts about a file, and the reports of findings.</summary>
public abstract class RuleTask : GuardTask
{
    private readonly int[] found = new int[Enum.GetValues<Severity>().Length];
    private TuningFiles? tuning;

    private protected RuleTask()
    {
    }

    /// <summary>The build context, absolute.</summary>
    [Required]
    public string ContextDirectory { get; set; } = "";

    /// <summary>Whether a property sets the context; otherwise it was located.</summary>
    public bool ContextIsGiven { get; set; }

    /// <summary>The lock file, absolute; it need not exist.</summary>
    [Required]
    public string LockFile { get; set; } = "";

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

    /// <summary>Where to write SARIF, relative to the project; empty for nowhere.</summary>
    public string? Sarif { get; set; }

    /// <summary><c>ContainerGuardSarifSuppressed</c>: false to leave suppressed findings out of the report.</summary>
    public bool SarifSuppressed { get; set; } = true;

    /// <summary>The folder of the rules' pages, absolute, for the report's help texts; empty for none.</summary>
    public string? Pages { get; set; }

    /// <summary>The number of findings of each severity that are logged at most; 0 for no limit. The SARIF report has all of them.</summary>
    public int LogLimit { get; set; }

    /// <summary>False in a local build, where practices are warnings: nothing ships.</summary>
    public bool ErrorsHold { get; set; } = true;

    /// <summary>The day the build runs on (<c>yyyy-MM-dd</c>); today when it is empty.</summary>
    public string? Today { get; set; }

    /// <summary>The contexts of the Dockerfiles. Diagnostics name ignore files relative to the project, as they name Dockerfiles.</summary>
    private protected BuildContexts Contexts() =>
        new(Files, ContextDirectory, ContextIsGiven, path => Path.GetRelativePath(ProjectDirectory, path));

    /// <summary>The facts, or null after a reported error in the lock file or in an item.</summary>
    private protected RuleFacts? FactsOrReport()
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
            return new RuleFacts
            {
                Today = string.IsNullOrEmpty(Today) ? DateOnly.FromDateTime(DateTime.UtcNow) : DateOnly.ParseExact(Today, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Pinning = Setting.Read<PinningMode>(Pinning),
                Locked = locked.Find,
                Mirrors = mirrors,
                MirrorInFiles = MirrorInFiles,
                Trusted = trusted,
                Labels = labels,
                TargetFramework = string.IsNullOrEmpty(TargetFramework) ? null : TargetFramework,
            };
        }
        catch (LockFileException failure)
        {
            var error = failure.Error;
            Report(PinningCodes.OfLockFile(error), error.Path, $"{Sentence(error.Message)} {error.Remedy}", at: (error.Line, error.Column));
            return null;
        }
    }

    /// <summary>The settings of configuration files for the rules.</summary>
    private protected TuningFiles Tuning =>
        tuning ??= new TuningFiles(Files, ContextDirectory, [.. GlobalConfigs.Select(item => FullPath(item.ItemSpec))]);

    private protected SeverityPolicy Policy => PolicyFor(string.IsNullOrEmpty(Level) ? Rules.Level.Recommended : Setting.Read<Level>(Level), softens: !ErrorsHold);

    /// <summary>Logs findings with the absolute path of the file, which every IDE and terminal can open.</summary>
    private protected void ReportAll(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Suppression is not null || diagnostic.IsSilent) continue;
            if (++found[(int)diagnostic.Severity] <= LogLimit || LogLimit == 0) Report(diagnostic with { File = FullPath(diagnostic.File) });
        }
    }

    /// <summary>Reports how many findings <see cref="LogLimit"/> has excluded from the log.</summary>
    private protected void ReportWhatIsLeft()
    {
        // Messages are in the report, but a terminal shows none of them.
        var shown = string.IsNullOrEmpty(Sarif) ? found.Skip((int)Severity.Message + 1) : found;
        var left = LogLimit == 0 ? 0 : shown.Sum(count => Math.Max(0, count - LogLimit));
        if (left == 0) return;
        var more = left == 1 ? "1 more finding" : $"{left} more findings";
        Say(string.IsNullOrEmpty(Sarif) ? $"{more}: add -p:ContainerGuardLogLimit=0 to show all" : $"{more} in {FullPath(Sarif)} (ContainerGuardLogLimit is {LogLimit})");
    }

    /// <summary>Reports the errors in configuration files.</summary>
    private protected void ReportTuningProblems()
    {
        foreach (var problem in Tuning.Problems)
        {
            Report(problem.IsError ? GuardCodes.InvalidValue : GuardCodes.UnknownProperty, problem.Path, problem.Message, at: (problem.Line, problem.Column));
        }
    }

    private string? PageOf(string code) => string.IsNullOrEmpty(Pages) || TextFile.Read(Path.Combine(Pages, code + ".md"), "page").Bytes is not { } page ? null : Encoding.UTF8.GetString(page);

    private protected static int CountOf(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Count(static diagnostic => diagnostic.Suppression is null && diagnostic.Severity != Severity.Message);

    /// <summary>Writes the findings as they arrive. Enumerates all of them even without a report, because the enumeration does the work.</summary>
    private protected void WriteSarif(IEnumerable<Diagnostic> diagnostics)
    {
        using var findings = diagnostics.GetEnumerator();
        if (!string.IsNullOrEmpty(Sarif))
        {
            var run = new SarifRun(ToolVersion, [.. RuleCatalogue.Descriptors], ProjectFile, SourceRoot.Of(ProjectDirectory, ContextDirectory), PageOf)
            {
                IncludesSuppressed = SarifSuppressed,
            };
            var failure = TextFile.Write(FullPath(Sarif), stream => SarifReport.Write(stream, run, findings), "SARIF report");
            if (failure is not null) Report(GuardCodes.CannotWriteFile, FullPath(Sarif), failure);
        }

        while (findings.MoveNext())
        {
            // The report was not written, or ended early.
        }
    }
}
