using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Analysis;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The base of the tasks that look for known vulnerabilities: the data, the exceptions, and the severities.</summary>
public abstract class ScanTask : BaseImageTask
{
    private readonly List<Diagnostic> _reported = [];

    private protected ScanTask()
    {
    }

    /// <summary><c>ContainerGuardScanSeverity</c>.</summary>
    public string Threshold { get; set; } = "high";

    /// <summary><c>ContainerGuardScanBase</c>.</summary>
    public string OfBase { get; set; } = "warn";

    /// <summary><c>ContainerGuardScanUnfixed</c>.</summary>
    public string Unfixed { get; set; } = "message";

    /// <summary><c>ContainerGuardScanFresh</c>: whether to ask the feeds instead of the locked data.</summary>
    public bool Fresh { get; set; }

    /// <summary><c>ContainerGuardAdvisoryMaxAge</c>, in days; 0 for no limit.</summary>
    public int MaximumAge { get; set; }

    /// <summary><c>ContainerGuardException</c> items.</summary>
    public ITaskItem[] Exceptions { get; set; } = [];

    /// <summary><c>ContainerGuardVex</c> items: documents of OpenVEX or CycloneDX.</summary>
    public ITaskItem[] Vex { get; set; } = [];

    /// <summary>Whether the declared severities apply, as where something ships, and in CI.</summary>
    public bool ErrorsHold { get; set; }

    /// <summary>True to leave the task's report to <see cref="ShowReport"/> at the end of a publish, unless the task fails.</summary>
    public bool SaysLater { get; set; }

    /// <summary><c>ContainerGuardReport</c> items, with <c>Format</c>.</summary>
    public ITaskItem[] Reports { get; set; } = [];

    private protected override bool LeavesItsReport => SaysLater;

    private protected override bool Softens => !ErrorsHold;

    /// <summary>Whether the sources are asked if no data is locked, as for an image that a person names.</summary>
    private protected virtual bool AsksWithoutLock => false;

    /// <summary>The severities.</summary>
    private protected ScanSettings Settings => new()
    {
        Threshold = Enum.Parse<AdvisorySeverity>(Threshold, ignoreCase: true),
        Base = SeverityOf(OfBase),
        Unfixed = SeverityOf(Unfixed),
    };

    /// <summary>What the project accepts; an item that is not valid is reported.</summary>
    private protected List<ImageException> ReadExceptions() =>
    [
        .. ImageItems.ReadExceptions(
            Exceptions, ofScan: true, item => Report(GuardCodes.ExceptionInvalid, DefiningFile(item.Item), item.Problem)),
        .. ForeignExceptions(),
    ];

    private protected static Accepted AcceptedBy(IReadOnlyList<ImageException> exceptions, IReadOnlyCollection<string> suppressed) =>
        new([.. exceptions.Where(static exception => !exception.HasExpired(Today))], suppressed);

    /// <summary>What the files of other scanners accept, beside the project and in the build context.</summary>
    private IReadOnlyList<ImageException> ForeignExceptions()
    {
        var read = new ForeignExceptions(Files);
        foreach (var folder in new[] { ProjectDirectory, ContextDirectory }.Distinct(StringComparer.Ordinal)) read.ReadFolder(folder);
        foreach (var document in Vex) read.ReadVex(FullPath(document.ItemSpec));
        foreach (var (file, problem) in read.Problems)
        {
            Report(GuardCodes.ExceptionInvalid, file, $"An entry or the whole file is not valid and accepts nothing: {problem.Message}.",
                at: (problem.Line, problem.Column));
        }

        return read.Found;
    }

    /// <summary>The rows to compare with; null after a reported error.</summary>
    private protected AdvisoryTable? DataOrReport(FileFacts facts, PackageGraph? graph, IReadOnlyCollection<string> ecosystems)
    {
        if (Fresh && Offline)
        {
            Report(
                GuardCodes.InvalidValue, ProjectFile,
                "ContainerGuardScanFresh needs the network, and ContainerGuardOffline is true. Remove one of the two.");
            return null;
        }

        var locked = LockedAdvisories.Read(LockFile, facts.LockedAdvisories);
        if (locked.Problem is { } problem && !Fresh)
        {
            Report(ScanCodes.DataNotLocked, AdvisoryFile.Beside(LockFile), problem, at: locked.At);
            return null;
        }

        var asks = Fresh || (locked.Table is null && AsksWithoutLock && !Offline);
        var table = asks ? Fetch(graph, ecosystems, MaximumAge) : AdvisoryTable.Empty;
        if (table.Whole.Count == 0) return locked.Table ?? AdvisoryTable.Empty;
        if (locked.Table is { } rows)
        {
            // What a source without an answer said before counts.
            table.AddAll(rows, name => !table.Whole.Contains(name) || (HasUnreadFeeds && name == Advisory.NuGet));
            if (HasUnreadFeeds) table.AddSources(rows);
        }

        return table;
    }

    private protected void Report(ScanFinding finding)
    {
        var policy = Policy.For(Configuration.For(finding.File));
        if (policy.IsSilent(finding.Rule) || policy.IgnoredBy(finding.Rule) is not null) return;
        if (policy.Effective(finding.Rule, finding.Severity, isPractice: true, out _) is not { } severity) return;
        var diagnostic = new Diagnostic(finding.Rule, severity, finding.File, finding.At, null, finding.Message) { Image = finding.Image };
        _reported.Add(diagnostic);
        Report(diagnostic);
    }

    /// <summary>Writes what was found into the reports of the project, as a part of its own beside that of the check.</summary>
    /// <param name="part">What the scan is of.</param>
    /// <param name="images">The scanned images.</param>
    private protected void WriteReports(string part, IReadOnlyList<ReportedImage> images)
    {
        if (Reports.Length == 0 || MoreReportsOrReport(Reports, stepSummary: false, []) is not { } more) return;
        WriteReports("", includesSuppressed: true, _reported, more with { Name = $"{ReportRun.DefaultName}-{part}", Images = images });
    }

    private static Severity? SeverityOf(string value) => value.ToLowerInvariant() switch
    {
        "error" => Severity.Error,
        "warn" => Severity.Warning,
        "off" => null,
        _ => Severity.Message,
    };

    /// <summary>What the scan has looked at, for the summary.</summary>
    private protected List<string> Scanned { get; } = [];

    /// <summary>What the scan has not looked at, with the reason or the remedy.</summary>
    private protected List<string> NotLookedAt { get; } = [];

    /// <summary>What the scans of this build know of the project's images.</summary>
    private protected InspectedImages Images => Shared(static () => new InspectedImages(), ProjectFile);

    /// <summary>Notes what a scan of an image has looked at, and what it has not.</summary>
    private protected void Note(ImageScan scan, string name)
    {
        foreach (var (ecosystem, count) in scan.Scanned) Scanned.Add($"{Count(count)} of {ecosystem} in '{name}'");
        foreach (var (ecosystem, count) in scan.NotLookedAt)
        {
            NotLookedAt.Add($"{Count(count)} of {ecosystem} in '{name}', without data");
        }

        if (scan.OfKernel.Count > 0) NotLookedAt.Add($"{WordList.And(scan.OfKernel)}, because a container has no kernel");
    }

    private static string Count(int count) => count == 1 ? "1 package" : $"{count} packages";

    private protected static string ResultOf(int count) =>
        count == 0 ? "no known vulnerability" : count == 1 ? "1 is vulnerable" : $"{count} are vulnerable";

    private protected string Summary(AdvisoryTable table, int count)
    {
        var what = Scanned.Count == 0 ? "nothing" : $"{string.Join(", ", Scanned.Distinct(StringComparer.Ordinal))}: {ResultOf(count)}";
        var data = table.Sources.Concat(table.Ratings?.Sources ?? []).Concat(DotNetAdvisories.Table.Sources).Select(static source =>
            source.Updated.Length == 0 ? source.Name : $"{source.Name} of {source.Updated}");
        var missing = NotLookedAt.Count == 0 ? "" : $" Not scanned: {string.Join("; ", NotLookedAt.Distinct(StringComparer.Ordinal))}.";
        return $"Scanned {what}. Data: {string.Join(", ", data)}.{missing}";
    }
}
