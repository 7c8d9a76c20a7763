using ContainerGuard.Advisories;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection;
using ContainerGuard.Packages;
using ContainerGuard.Registry;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using ContainerGuard.Scanning.External;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Compares the packages of an image with known vulnerabilities: those of the system, of languages, and of .NET. An image that this build
/// has inspected is not read again.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ScanImage : ScanTask
{
    /// <summary>The image, in one of the forms of <see cref="ImageName.Forms"/>.</summary>
    public string Image { get; set; } = "";

    /// <summary>Whether this build has made the image, and inspected it.</summary>
    public bool IsBuilt { get; set; }

    /// <summary>The Dockerfile, relative to the project; empty for none.</summary>
    public string Dockerfile { get; set; } = "";

    /// <summary><c>ContainerGuardScanner</c>: the scanner of the machine that scans images; empty for ContainerGuard itself.</summary>
    public string Scanner { get; set; } = "";

    /// <summary>Reads a variable of the environment; null if it is not set.</summary>
    internal Func<string, string?> Variables { get; set; } = Environment.GetEnvironmentVariable;

    private protected override bool AsksWithoutLock => !IsBuilt;

    private protected override void Run()
    {
        if (FactsOrReport() is not { } facts) return;
        var images = Images.Of(Image);
        if (images.Count == 0)
        {
            if (IsBuilt || ReadImage(Image, Dockerfile, facts) is not { } read) return;
            images = [read];
        }

        if (Scanner.Trim().Length > 0)
        {
            ScanWith(images[0], facts);
            return;
        }

        if (!images.Any(static image => image.HasFiles))
        {
            Say($"'{Image}' is not scanned, because its files were not read. Set ContainerGuardInspectFiles to true.");
            return;
        }

        var wanted = images.SelectMany(static image => PackageLookup.All(image.Packages.Packages))
            .Select(static package => package.Ecosystem).Distinct(StringComparer.Ordinal).ToList();
        var graph = wanted.Contains(Advisory.NuGet) ? ReadGraph() ?? Advisories.DotNet.PackageGraph.Empty : null;
        if (DataOrReport(facts, graph, wanted) is not { } table) return;
        var exceptions = ReadExceptions();
        var inputs = new ImageScanInputs(table, AcceptedBy(exceptions, graph?.Suppressed ?? []), Settings);
        var count = 0;
        foreach (var image in images) count += Scan(image, inputs, facts);
        if (!IsBuilt) ReportExceptions(exceptions);
        ReportConfigurationProblems();
        WriteReports("scan-image", [.. images.Select(image => ReportedImage.Of(Image, image))]);
        Say(Summary(table, count));
    }

    /// <summary>Lets the scanner of the machine scan the image, and reports what it finds as findings of ContainerGuard.</summary>
    private void ScanWith(ImageAnalysis image, FileFacts facts)
    {
        if (ExternalScanner.Parse(Scanner, Offline) is not { } scanner)
        {
            Report(
                GuardCodes.InvalidValue, ProjectFile,
                $"ContainerGuardScanner '{Scanner}' is not the name of a program on the PATH. Write 'trivy', or a name and arguments.");
            return;
        }

        if (!ImageName.TryParse(Image, out var name, out _)) return;
        try
        {
            var result = scanner.ScanAsync(
                name, facts.Mirrors, FullPath, ProjectDirectory, Variables, Cancellation).GetAwaiter().GetResult();
            var exceptions = ReadExceptions();
            var accepted = AcceptedBy(exceptions, ReadGraph()?.Suppressed ?? []);
            var scan = new ImageScan(image, new ImageScanInputs(AdvisoryTable.Empty, accepted, Settings), ProjectFile)
            {
                FullPath = FullPath,
            };
            var findings = scan.Of(new ExternalScan(image, scanner.Name, accepted).Map(result.Findings));
            foreach (var finding in findings) Report(finding);
            if (!IsBuilt) ReportExceptions(exceptions);
            ReportConfigurationProblems();
            WriteReports("scan-image", [ReportedImage.Of(Image, image)]);
            var others = result.Others == 0 ? "" : $" {result.Others} results without a vulnerability are not reported.";
            Say($"Scanned '{Image}' with {scanner.Name}: {ResultOf(findings.Count)}.{others}");
        }
        catch (FormatException exception)
        {
            Report(
                ScanCodes.ScannerFailed, ProjectFile,
                $"'{Image}' is not scanned by '{scanner.Name}'. {exception.Message} Correct ContainerGuardScanner, or remove it.");
        }
    }

    private int Scan(ImageAnalysis image, ImageScanInputs inputs, FileFacts facts)
    {
        if (LogUnread(image.Packages) is { } unread) NotLookedAt.Add($"the packages of {unread}");
        var (isCurrent, newer) = Fresh && !Offline ? NewerBase(image, facts) : (null, null);
        var scan = new ImageScan(image, inputs, ProjectFile)
        {
            FullPath = FullPath,
            IsBaseCurrent = isCurrent,
            NewerBase = newer,
            IsJudged = package => package.Type == PackageType.NuGet && (InstalledRuntime.OfPack(package.Name, package.Version) is { } pack
                ? Images.IsJudged(pack.Product, pack.Version)
                : Images.IsJudged(package.Name, package.Version)),
        };
        var findings = scan.Run();
        foreach (var finding in findings) Report(finding);
        Note(scan, Image);
        if (image.IsWindows) NotLookedAt.Add("the packages of Windows");
        return findings.Count;
    }

    /// <summary>Whether the tag of the base still has its digest, else what it has now; nulls if the registry does not answer.</summary>
    private (bool? IsCurrent, IReadOnlyList<Package>? Packages) NewerBase(ImageAnalysis image, FileFacts facts)
    {
        if (image.Inputs.Base?.Reference is not { Digest: { } digest, Tag: not null } reference) return (null, null);
        if (BaseReaderFor(facts) is not { } reader) return (null, null);
        try
        {
            var plain = reference.WithDigest(null);
            using var client = new RegistryClient(reader.Registry);
            var present = client.GetDigestAsync(facts.Mirrors.Apply(plain), Cancellation).GetAwaiter().GetResult();
            return present == digest
                ? (true, null)
                : (false, ScannedBase.Analyze(reader.Read(plain.WithDigest(present)), plain, Today).Packages.Packages);
        }
        catch (Exception exception) when (exception is RegistryException or InspectionException)
        {
            return (null, null);
        }
    }

    private void ReportExceptions(IEnumerable<ImageException> exceptions)
    {
        foreach (var exception in exceptions.Where(static one => !one.IsUsed && !one.IsForeign && !one.HasExpired(Today)))
        {
            if (Images.IsUsed(exception.Code)) continue;
            Report(
                GuardCodes.ExceptionUnused, exception.File.Length > 0 ? exception.File : ProjectFile,
                $"The exception for {exception.Code} does not match a vulnerability of '{Image}'. Remove it, or correct its Package.");
        }
    }
}
