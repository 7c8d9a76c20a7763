using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Versions;

namespace ContainerGuard.Scanning.External;

/// <summary>Maps what another scanner found to the packages and layers of an image.</summary>
/// <param name="image">The image.</param>
/// <param name="scanner">The name of the scanner.</param>
/// <param name="accepted">What the project accepts.</param>
internal sealed class ExternalScan(ImageAnalysis image, string scanner, Accepted accepted)
{
    private readonly ILookup<string, Package> _packages = image.Packages.Packages
        .SelectMany(static package => new[] { package.Name, package.Source }.Distinct().Select(name => (Name: name, Package: package)))
        .ToLookup(static one => one.Name, static one => one.Package, StringComparer.OrdinalIgnoreCase);

    /// <summary>One entry for each package, with all of its vulnerabilities that the project does not accept.</summary>
    public IEnumerable<(IReadOnlyList<Package> Packages, VulnerablePackage Found)> Map(IEnumerable<ExternalFinding> findings)
    {
        foreach (var group in findings.GroupBy(finding => (finding.Package, finding.Version, finding.DiffId, finding.IsOfSystem)))
        {
            var first = group.First();
            var packages = PackagesOf(first);
            var order = VersionOrder.For(packages[0].Type.Name())!;
            var rows = group.Select(finding => RowOf(finding, order)).ToList();
            var rule = ImageScan.RuleOf(packages[0], isOurs: true);
            var remaining = accepted.Remaining(rule, first.Package, first.Version, rows, static _ => true);
            if (VulnerablePackage.Find(first.Package, first.Version, remaining, order.Compare) is { } found) yield return (packages, found);
        }
    }

    /// <summary>The package of the image; where it is not found, one with the layer that the scanner names.</summary>
    private List<Package> PackagesOf(ExternalFinding finding)
    {
        var named = _packages[finding.Package]
            .Where(package => finding.IsOfSystem is not { } isOfSystem || package.Type.IsOfSystem() == isOfSystem).ToList();
        var exact = named.Where(package => package.Version == finding.Version || package.SourceVersion == finding.Version).Take(1).ToList();
        if (exact.Count > 0) return exact;
        if (finding.Version.Length == 0 && named.Count > 0) return named[..1];
        var layer = image.Image.Layers.ToList().FindIndex(one => finding.DiffId.Length > 0 && one.ExpectedDiffId == finding.DiffId);
        return
        [
            new Package
            {
                Type = finding.IsOfSystem == true ? PackageType.Deb : PackageType.Npm, Name = finding.Package, Version = finding.Version,
                Layer = layer < 0 ? null : layer,
            },
        ];
    }

    private Advisory RowOf(ExternalFinding finding, VersionOrder order)
    {
        var fix = finding.Fixes.Where(one => finding.Version.Length == 0 || order.Compare(one, finding.Version) > 0)
            .Order(order).FirstOrDefault();
        return new Advisory
        {
            Id = finding.Ids[0], Aliases = [.. finding.Ids.Skip(1)], Ecosystem = "", Package = finding.Package, Severity = finding.Severity,
            SeveritySource = scanner, Versions = [finding.Version],
            Ranges = fix is null ? [] : [new AffectedRange(null, false, fix, false)],
        };
    }
}
