using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Packages;
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
public sealed class ScanPackages : ScanTask
{
    private readonly List<(string Name, string Version)> _judged = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _places = new(StringComparer.Ordinal);
    private HashSet<string> _rowsOfImages = [];
    private string? _summary;

    /// <summary>Whether an earlier scan of this publish has compared the packages.</summary>
    public bool BaseOnly { get; set; }

    /// <summary>Whether the same build scans an image afterwards, which may use the exceptions that are not used here.</summary>
    public bool ImageFollows { get; set; }

    /// <summary>A report needs the findings, which are not kept.</summary>
    private protected override string? KeptFile => Fresh || Reports.Length > 0 ? null
        : BaseImage.Length > 0 ? "scan-container.kept" : "scan.kept";

    private protected override string? ResultToKeep => _summary is null ? null : new KeptScan(_summary, _judged, _places).Write();

    private protected override bool KeepsReports => true;

    private protected override IEnumerable<string> FilesOfResult =>
    [
        .. base.FilesOfResult, AdvisoryFile.Beside(LockFile), .. DockerfilePaths,
        .. AssetsFile.Length == 0 ? Array.Empty<string>() : [FullPath(AssetsFile)],
    ];

    private protected override bool Reuse(string result)
    {
        if (KeptScan.Read(result) is not { } kept) return false;
        if (kept.Places.Any(static one => !one.Value.SequenceEqual(PackagePlaces.FilesOf(one.Key)))) return false;
        foreach (var (name, version) in kept.Judged) Judge(name, version);
        Say(kept.Summary);
        return true;
    }

    private protected override void Run()
    {
        if (FactsOrReport() is not { } facts) return;
        var graph = ReadGraph();
        var reader = new Lazy<BaseReader?>(() => BaseReaderFor(facts));
        var bases = Bases(facts).Select(one => new ScannedBase(
            facts.Mirrors.Original(one.Image), one.Place, KnownBase(reader, facts, one.Image))).ToList();
        List<string> ecosystems = [.. bases.SelectMany(static one => one.Ecosystems).Distinct(StringComparer.Ordinal)];
        if (DataOrReport(facts, graph ?? PackageGraph.Empty, ecosystems) is not { } table) return;
        var exceptions = ReadExceptions();
        _rowsOfImages = exceptions.Count == 0 ? [] : [.. table.Entries.Where(static entry => entry.Ecosystem != Advisory.NuGet)
            .SelectMany(static entry => entry.Rows).SelectMany(static row => row.Ids)];
        var accepted = AcceptedBy(exceptions, graph?.Suppressed ?? []);
        var settings = Settings;
        List<ScanFinding> findings = [.. PackagesIn(graph, table, accepted, settings)];
        var runtimes = new RuntimeScan(table, accepted, settings, Today);
        var packs = RuntimesInApp;
        findings.AddRange(runtimes.OfApp(packs, ProjectFile));
        if (packs.Count > 0) Scanned.Add($".NET {packs[0].Version} inside the application");
        foreach (var runtime in packs) Judge(runtime.Product, runtime.Version);
        foreach (var one in bases)
        {
            var known = OfRuntimes(runtimes, facts, one, findings);
            OfSystem(new ImageScanInputs(table, accepted, settings), one, known, findings);
        }

        foreach (var finding in findings) Report(finding);
        foreach (var exception in exceptions.Where(static one => one.IsUsed)) Judge(exception.Code, InspectedImages.OfException);
        if (!BaseOnly) ReportExceptions(exceptions);
        ReportConfigurationProblems();
        WriteReports(BaseOnly ? "scan-base" : "scan", []);
        _summary = Summary(table, findings.Count);
        Say(_summary);
    }

    /// <summary>Notes for the scan of an image, in this build and in a later one that reuses the result.</summary>
    private void Judge(string name, string version)
    {
        _judged.Add((name, version));
        Images.Judge(name, version);
    }

    private IReadOnlyList<ScanFinding> PackagesIn(
        PackageGraph? graph, AdvisoryTable table, Accepted accepted, ScanSettings settings)
    {
        if (BaseOnly) return [];
        if (graph is null)
        {
            NotLookedAt.Add("the NuGet packages, because the project is not restored for one target framework");
            return [];
        }

        var scan = new PackageScan(table, accepted, settings, PlaceOf);
        var findings = scan.Run(graph);
        var count = graph.Packages.Count - scan.NotLookedAt.Count;
        if (count > 0 || graph.Packages.Count == 0) Scanned.Add(count == 1 ? "1 NuGet package" : $"{count} NuGet packages");
        else if (findings.Count > 0) Scanned.Add("the list of NuGet's own audit");
        foreach (var package in graph.Packages) Judge(package.Id, package.Version);
        if (scan.NotLookedAt.Count > 0)
        {
            NotLookedAt.Add($"{scan.NotLookedAt.Count} of the packages (run 'dotnet build -t:ContainerGuardUpdate')");
        }

        return findings;
    }

    /// <summary>Scans the runtimes of a base; false if their versions are not known.</summary>
    private bool OfRuntimes(RuntimeScan scan, FileFacts facts, ScannedBase one, List<ScanFinding> findings)
    {
        if (BaseRuntimes.Of(one.Image, facts.Known(one.Image)?.Config) is not { } runtimes)
        {
            if (one.Known is null) NotLookedAt.Add($"the .NET of '{one.Name}', whose version the lock file does not have");
            return false;
        }

        foreach (var runtime in runtimes) Judge(runtime.Product, runtime.Version);
        if (runtimes.Count > 0) Scanned.Add($".NET {runtimes[0].Version} of '{one.Name}'");
        findings.AddRange(scan.OfBase(one.Image, runtimes, one.Place.File, one.Place.At));
        return runtimes.Count > 0;
    }

    /// <summary>Scans the packages of a base whose layers were read before; a publish does not download layers.</summary>
    private void OfSystem(ImageScanInputs inputs, ScannedBase one, bool hasRuntimes, List<ScanFinding> findings)
    {
        if (one.Known is not { } image)
        {
            NotLookedAt.Add($"the system packages of '{one.Name}'");
            return;
        }

        var scan = new ImageScan(image, inputs, ProjectFile)
        {
            BasePlace = one.Place,
            IsJudged = package => hasRuntimes && package.Role == PackageRole.Runtime && package.Type == PackageType.NuGet,
        };
        findings.AddRange(scan.Run());
        Note(scan, one.Name);
    }

    /// <summary>What is kept of a base image; null if its layers were not read on this machine.</summary>
    private ImageAnalysis? KnownBase(Lazy<BaseReader?> reader, FileFacts facts, ImageReference image)
    {
        if (facts.Locked(image)?.Digest is not { } digest || reader.Value is not { } known) return null;
        if (known.Known(image.WithDigest(digest)) is { } found) return ScannedBase.Analyze(found, image.WithDigest(digest), Today);

        // A result without the packages of this image ends when another build has read them.
        if (CacheFolderOf(CacheFolder) is not { } cache) return null;
        foreach (var folder in BaseReader.FoldersIn(cache)) Files.LastWrite(folder);
        return null;
    }

    private (string File, TextPosition? At) PlaceOf(string? project, string package)
    {
        var file = project ?? ProjectFile;
        if (!_places.ContainsKey(file))
        {
            _places[file] = PackagePlaces.FilesOf(file);
            foreach (var searched in _places[file]) Files.LastWrite(searched);
        }

        var place = PackagePlaces.Of(file, package);
        return (place.Path, place.Line > 0 ? new TextPosition(place.Line, place.Column) : null);
    }

    /// <summary>Whether an exception may be for a package that only the built image has.</summary>
    private bool MayBeOfImage(ImageException exception) => ImageFollows
        || exception.Code.Equals(ScanCodes.VulnerableSystemPackage.Id, StringComparison.OrdinalIgnoreCase)
        || exception.Code.Equals(ScanCodes.VulnerableLibrary.Id, StringComparison.OrdinalIgnoreCase)
        || _rowsOfImages.Contains(exception.Code);

    private void ReportExceptions(IEnumerable<ImageException> exceptions)
    {
        foreach (var exception in exceptions.Where(
            exception => exception.HasExpired(Today) || !(exception.IsUsed || exception.IsForeign || MayBeOfImage(exception))))
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
}
