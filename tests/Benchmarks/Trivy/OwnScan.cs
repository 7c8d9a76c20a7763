using ContainerGuard.Advisories;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Packages;
using ContainerGuard.Scanning;

namespace ContainerGuard.Benchmarks.Trivy;

/// <summary>What ContainerGuard finds in an image.</summary>
/// <param name="analysis">The image.</param>
internal sealed class OwnScan(ImageAnalysis analysis)
{
    /// <summary>All packages, also those that a scan leaves out.</summary>
    public IReadOnlyList<Package> Packages => analysis.Packages.Packages;

    /// <summary>Reads an archive.</summary>
    public static OwnScan Of(string image)
    {
        var options = new InspectionOptions { Readers = [.. ImageReaders.All.Where(static reader => reader is not SecretReader)] };
        using var saved = SavedImages.OpenFile(image, options, CancellationToken.None);
        var inspected = saved.ReadChosen(null, null, CancellationToken.None);
        return new OwnScan(new ImageAnalysis(
            inspected, new ImageInputs { Name = image, Today = DateOnly.FromDateTime(DateTime.UtcNow) }));
    }

    /// <summary>A package as both scanners name it.</summary>
    public static AgreementPackage NameOf(Package package) => new(
        package.Type.IsOfSystem() ? AgreementPackage.System : PackageLookup.EcosystemOf(package)!, package.Name, package.Version);

    /// <summary>The packages with the vulnerabilities that a scan reports, and all identifiers of each.</summary>
    public IEnumerable<(AgreementPackage Package, Advisory Row)> Matches(AdvisoryTable table)
    {
        var scan = new ImageScan(analysis, new ImageScanInputs(table, new Accepted([], []), new ScanSettings()), "agreement");
        foreach (var (packages, found) in scan.Vulnerable())
        {
            foreach (var package in packages)
            {
                foreach (var row in found.Rows) yield return (NameOf(package), row);
            }
        }
    }
}
