using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Compares the packages that a project ships, and the .NET of its base images, with known vulnerabilities: those of the locked or
/// embedded data, which need no network, or those that the feeds have now.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ScanPackages : AdvisoryTask
{
    private readonly List<string> _notLookedAt = [];
    private readonly List<string> _scanned = [];
    private string? _summary;

    /// <summary>The project's own Dockerfiles.</summary>
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary>The generated Dockerfile, absolute; empty without one.</summary>
    public string GeneratedDockerfile { get; set; } = "";

    /// <summary>The SDK's <c>ContainerBaseImage</c>, for its PublishContainer; empty otherwise.</summary>
    public string BaseImage { get; set; } = "";

    /// <summary>Whether an earlier scan of this publish has compared the packages.</summary>
    public bool BaseOnly { get; set; }

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

    private protected override bool LeavesItsReport => SaysLater;

    private protected override bool Softens => !ErrorsHold;

    private protected override string? KeptFile => Fresh ? null : BaseImage.Length > 0 ? "scan-container.kept" : "scan.kept";

    private protected override string? ResultToKeep => _summary;

    private protected override IEnumerable<string> FilesOfResult =>
    [
        .. base.FilesOfResult, AdvisoryFile.Beside(LockFile), .. DockerfilePaths,
        .. AssetsFile.Length == 0 ? Array.Empty<string>() : [FullPath(AssetsFile)],
    ];

    private IEnumerable<string> DockerfilePaths =>
    [
        .. Dockerfiles.Select(item => FullPath(item.ItemSpec)),
        .. GeneratedDockerfile.Length == 0 ? Array.Empty<string>() : [GeneratedDockerfile],
    ];

    private protected override void Reuse(string result) => Say(result);

    private protected override void Run()
    {
        if (FactsOrReport() is not { } facts) return;
        var graph = ReadGraph();
        if (DataOrReport(facts, graph ?? PackageGraph.Empty) is not { } table) return;
        List<ImageException> exceptions =
        [
            .. ImageItems.ReadExceptions(
                Exceptions, ofScan: true, item => Report(GuardCodes.ExceptionInvalid, DefiningFile(item.Item), item.Problem)),
            .. ForeignExceptions(),
        ];
        var accepted = new Accepted(
            [.. exceptions.Where(static exception => !exception.HasExpired(Today))], graph?.Suppressed ?? []);
        var settings = new ScanSettings
        {
            Threshold = Enum.Parse<AdvisorySeverity>(Threshold, ignoreCase: true),
            Base = SeverityOf(OfBase),
            Unfixed = SeverityOf(Unfixed),
        };
        List<ScanFinding> findings = [.. PackagesIn(graph, table, accepted, settings)];
        var runtimes = new RuntimeScan(table, accepted, settings, Today);
        var packs = RuntimesInApp;
        findings.AddRange(runtimes.OfApp(packs, ProjectFile));
        if (packs.Count > 0) _scanned.Add($".NET {packs[0].Version} inside the application");
        foreach (var (image, file, at) in Bases(facts)) findings.AddRange(OfBaseImage(runtimes, facts, image, file, at));
        foreach (var finding in findings) Report(finding);
        if (!BaseOnly) ReportExceptions(exceptions);
        ReportConfigurationProblems();
        _summary = Summary(table, findings.Count);
        Say(_summary);
    }

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
    private AdvisoryTable? DataOrReport(FileFacts facts, PackageGraph graph)
    {
        if (Fresh && Offline)
        {
            Report(
                GuardCodes.InvalidValue, ProjectFile,
                "ContainerGuardScanFresh asks feeds on the network, and ContainerGuardOffline is true. Remove one of the two.");
            return null;
        }

        var locked = LockedAdvisories.Read(LockFile, facts.LockedAdvisories);
        if (locked.Problem is { } problem && !Fresh)
        {
            Report(ScanCodes.DataNotLocked, AdvisoryFile.Beside(LockFile), problem, at: locked.At);
            return null;
        }

        var table = Fresh ? Fetch(graph, MaximumAge) : AdvisoryTable.Empty;
        if (table.Whole.Count == 0) return locked.Table ?? AdvisoryTable.Empty;
        if (HasUnreadFeeds && locked.Table is { } rows)
        {
            // What a feed without an answer said before counts.
            table.AddAll(rows, static _ => true);
            table.AddSources(rows);
        }

        return table;
    }

    private IReadOnlyList<ScanFinding> PackagesIn(
        PackageGraph? graph, AdvisoryTable table, Accepted accepted, ScanSettings settings)
    {
        if (BaseOnly) return [];
        if (graph is null)
        {
            _notLookedAt.Add("the NuGet packages, because the project is not restored for one target framework");
            return [];
        }

        var scan = new PackageScan(table, accepted, settings, PlaceOf);
        var findings = scan.Run(graph);
        var count = graph.Packages.Count - scan.NotLookedAt.Count;
        if (count > 0 || graph.Packages.Count == 0) _scanned.Add(count == 1 ? "1 NuGet package" : $"{count} NuGet packages");
        else if (findings.Count > 0) _scanned.Add("the list of NuGet's own audit");
        if (scan.NotLookedAt.Count > 0)
        {
            _notLookedAt.Add($"{scan.NotLookedAt.Count} of the packages (run 'dotnet build -t:ContainerGuardUpdate')");
        }

        return findings;
    }

    private IEnumerable<ScanFinding> OfBaseImage(
        RuntimeScan scan, FileFacts facts, ImageReference image, string file, TextPosition? at)
    {
        var original = facts.Mirrors.Original(image);
        var name = original.Tag is null ? original.FamiliarName : $"{original.FamiliarName}:{original.Tag}";
        if (BaseRuntimes.Of(original, facts.Known(image)?.Config) is not { } runtimes)
        {
            _notLookedAt.Add($"the .NET of '{name}', whose version the lock file does not have");
            return [];
        }

        _notLookedAt.Add($"the system packages of '{name}'");
        if (runtimes.Count > 0) _scanned.Add($".NET {runtimes[0].Version} of '{name}'");
        return scan.OfBase(original, runtimes, file, at);
    }

    /// <summary>The bases of the images of the project, and where each is named.</summary>
    private IEnumerable<(ImageReference Image, string File, TextPosition? At)> Bases(FileFacts facts)
    {
        if (BaseImage.Length > 0)
        {
            if (ImageReference.TryParse(BaseImage.Trim(), out var named, out _)) yield return (named, ProjectFile, null);
            yield break;
        }

        foreach (var path in DockerfilePaths)
        {
            if (!File.Exists(path) || TextFile.Read(path, "Dockerfile").Bytes is not { } bytes) continue;
            var text = SourceText.FromBytes(bytes, path);
            if (RuleRunner.Read(text, facts).FinalStage is not { } stage || StageBase.Of(stage) is not { } image) continue;
            var isGenerated = path == GeneratedDockerfile;
            yield return (
                image, isGenerated ? ProjectFile : path, isGenerated ? null : text.GetPosition(stage.Root.From.KeywordSpan.Start));
        }
    }

    private (string File, TextPosition? At) PlaceOf(string? project, string package)
    {
        var place = PackagePlaces.Of(project ?? ProjectFile, package);
        return (place.Path, place.Line > 0 ? new TextPosition(place.Line, place.Column) : null);
    }

    private void Report(ScanFinding finding)
    {
        var policy = Policy.For(Configuration.For(finding.File));
        if (policy.IsSilent(finding.Rule) || policy.IgnoredBy(finding.Rule) is not null) return;
        if (policy.Effective(finding.Rule, finding.Severity, isPractice: true, out _) is not { } severity) return;
        Report(new Diagnostic(finding.Rule, severity, finding.File, finding.At, null, finding.Message));
    }

    private void ReportExceptions(IEnumerable<ImageException> exceptions)
    {
        foreach (var exception in exceptions.Where(
            static exception => exception.HasExpired(Today) || !(exception.IsUsed || exception.IsForeign)))
        {
            var file = exception.File.Length > 0 ? exception.File : ProjectFile;
            if (exception.HasExpired(Today))
            {
                Report(GuardCodes.ExceptionExpired, file, ImageItems.Expired(exception));
            }
            else
            {
                Report(
                    GuardCodes.ExceptionUnused, file,
                    $"The exception for {exception.Code} does not match a vulnerability of the project. Remove it, or correct its "
                        + "Package.");
            }
        }
    }

    private static Severity? SeverityOf(string value) => value.ToLowerInvariant() switch
    {
        "error" => Severity.Error,
        "warn" => Severity.Warning,
        "off" => null,
        _ => Severity.Message,
    };

    private string Summary(AdvisoryTable table, int count)
    {
        var verdict = count == 0 ? "no known vulnerability" : count == 1 ? "1 is vulnerable" : $"{count} are vulnerable";
        var what = _scanned.Count == 0 ? "nothing" : $"{string.Join(", ", _scanned.Distinct(StringComparer.Ordinal))}: {verdict}";
        var data = table.Sources.Concat(DotNetAdvisories.Table.Sources).Select(static source =>
            source.Updated.Length == 0 ? source.Name : $"{source.Name} of {source.Updated}");
        var missing = _notLookedAt.Count == 0 ? "" : $" Not scanned: {string.Join("; ", _notLookedAt.Distinct(StringComparer.Ordinal))}.";
        return $"Scanned {what}. Data: {string.Join(", ", data)}.{missing}";
    }
}
