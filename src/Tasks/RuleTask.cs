using System.Globalization;
using System.Text;
using ContainerGuard.Context;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tuning;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>What the tasks that run rules share: the facts around a file, the reports of what was found.</summary>
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

    /// <summary>Whether a property says what the context is; else it was looked for.</summary>
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

    /// <summary>The folder of the rules' pages, absolute, for the report's help texts; empty for none.</summary>
    public string? Pages { get; set; }

    /// <summary>How many findings of each severity are logged at most, the rest being in the SARIF report; 0 for all of them.</summary>
    public int LogLimit { get; set; }

    /// <summary>False in a local build, where practices are warnings: nothing ships.</summary>
    public bool ErrorsHold { get; set; } = true;

    /// <summary>The day the build runs on (<c>yyyy-MM-dd</c>); today when it is empty.</summary>
    public string? Today { get; set; }

    /// <summary>The contexts of the Dockerfiles of a build; ignore files are named as Dockerfiles are, relative to the project.</summary>
    private protected BuildContexts Contexts() =>
        new(Files, ContextDirectory, ContextIsGiven, path => Path.GetRelativePath(ProjectDirectory, path));

    /// <summary>The facts, or null where the lock file or an item is wrong, which is then reported.</summary>
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
            var locked = new LockFileStore(LockFile, Path.GetTempPath()).Read();
            return new RuleFacts
            {
                Today = string.IsNullOrEmpty(Today) ? DateOnly.FromDateTime(DateTime.UtcNow) : DateOnly.ParseExact(Today, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Pinning = Setting.Read<PinningMode>(Pinning),
                Locked = locked.Find,
                Mirrors = mirrors,
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

    /// <summary>What configuration files say of the rules for a Dockerfile.</summary>
    private protected TuningFiles Tuning =>
        tuning ??= new TuningFiles(Files, ContextDirectory, [.. GlobalConfigs.Select(item => FullPath(item.ItemSpec))]);

    private protected SeverityPolicy Policy => PolicyFor(string.IsNullOrEmpty(Level) ? Rules.Level.Recommended : Setting.Read<Level>(Level), softens: !ErrorsHold);

    /// <summary>Logs what was found; files are named by their absolute path, which every IDE and terminal can open.</summary>
    private protected void ReportAll(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            if (diagnostic.Suppression is not null || diagnostic.IsSilent) continue;
            if (++found[(int)diagnostic.Severity] <= LogLimit || LogLimit == 0) Report(diagnostic with { File = FullPath(diagnostic.File) });
        }
    }

    /// <summary>Says how many findings <see cref="LogLimit"/> has kept from the log.</summary>
    private protected void ReportWhatIsLeft()
    {
        var left = LogLimit == 0 ? 0 : found.Sum(count => Math.Max(0, count - LogLimit));
        if (left > 0) Say($"{left} more findings are in {FullPath(Sarif ?? "")} (ContainerGuardLogLimit is {LogLimit}).");
    }

    /// <summary>Says what is wrong with the configuration files that were read.</summary>
    private protected void ReportTuningProblems()
    {
        foreach (var problem in Tuning.Problems) Report(GuardCodes.InvalidValue, problem.Path, problem.Message, at: (problem.Line, problem.Column));
    }

    private string? PageOf(string code) => string.IsNullOrEmpty(Pages) || TextFile.Read(Path.Combine(Pages, code + ".md"), "page").Bytes is not { } page ? null : Encoding.UTF8.GetString(page);

    private protected static int CountOf(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Count(static diagnostic => diagnostic.Suppression is null && diagnostic.Severity != Severity.Message);

    /// <summary>Writes the findings as they come; goes through all of them, report or not, because they may come from work yet to be done.</summary>
    private protected void WriteSarif(IEnumerable<Diagnostic> diagnostics)
    {
        using var findings = diagnostics.GetEnumerator();
        if (!string.IsNullOrEmpty(Sarif))
        {
            var failure = TextFile.Write(
                FullPath(Sarif), stream => SarifReport.Write(stream, ToolVersion, [.. RuleCatalogue.Descriptors], findings, PageOf), "SARIF report");
            if (failure is not null) Report(GuardCodes.CannotWriteFile, FullPath(Sarif), failure);
        }

        while (findings.MoveNext())
        {
            // What a report that could not be written has not asked for.
        }
    }
}
