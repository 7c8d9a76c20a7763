using ContainerGuard.Advisories;
using ContainerGuard.Advisories.DotNet;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Packages.Versions;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Scanning;

/// <summary>Finds the vulnerable NuGet packages of a project, with the reference that brings each and the version to take.</summary>
/// <param name="table">The data.</param>
/// <param name="accepted">What the project accepts.</param>
/// <param name="settings">The severities.</param>
/// <param name="place">The place of a reference: the file of the project (null for this one) and the package.</param>
internal sealed class PackageScan(
    AdvisoryTable table, Accepted accepted, ScanSettings settings, Func<string?, string, (string File, TextPosition? At)> place)
{
    private readonly List<string> _unknown = [];

    /// <summary>The packages without data.</summary>
    public IReadOnlyList<string> NotLookedAt => _unknown;

    /// <summary>One finding for each vulnerable package, the most severe first.</summary>
    /// <param name="graph">The packages.</param>
    public IReadOnlyList<ScanFinding> Run(PackageGraph graph)
    {
        var audit = graph.Audit.ToLookup(static entry => entry.Package, StringComparer.OrdinalIgnoreCase);
        List<(VulnerablePackage Found, ScanFinding Finding)> findings = [];
        foreach (var package in graph.Packages)
        {
            var entries = audit[package.Id].Where(entry => !accepted.IsSuppressed(entry.Url)).ToList();
            if (Check(package, entries) is not { } found) continue;

            // Restore has failed because of it.
            if (entries.Count > 0 && found.Rows.All(row => entries.Exists(entry => entry.IsError && IsOf(entry, row)))) continue;
            var code = entries.Select(static entry => entry.Code).Max(StringComparer.Ordinal);
            if (settings.Of(found.Worst, code is null ? found.WorstFixed : found.Worst, isOurs: true) is not { } severity) continue;
            var top = package.Path is [var first, ..] ? first : package.Id;
            var (file, at) = place(package.Project, top);
            findings.Add((found, new ScanFinding(
                ScanCodes.VulnerablePackage, severity, file, at,
                $"'{package.Id}' {package.Version} {VulnerabilityText.Of(found)}{(code is null ? "" : $", {code} of NuGet")}. "
                    + Remedy(package, found, code))));
        }

        return [.. VulnerablePackage.Order(findings, static one => one.Found).Select(static one => one.Finding)];
    }

    private VulnerablePackage? Check(GraphPackage package, List<AuditEntry> entries)
    {
        // A feed's data is newer than the embedded one, and has the same vulnerabilities under other names.
        var known = table.Find(Advisory.NuGet, package.Id);
        var embedded = known is { Count: > 0 } ? null : DotNetAdvisories.Table.Find(Advisory.NuGet, package.Id);
        if (known is null) _unknown.Add(package.Id);
        List<Advisory> all = [.. embedded ?? known ?? []];
        foreach (var entry in entries.Where(entry => !all.Exists(row => IsOf(entry, row))))
        {
            // Embedded rows have no alias: NuGet's entry counts as the other name of one that is as severe.
            var same = all.FindIndex(0, embedded?.Count ?? 0, row => row.Aliases.Count == 0 && row.Severity == entry.Severity
                && row.Affects(package.Version, VersionOrder.NuGet.Compare));
            if (same >= 0)
            {
                all[same] = all[same] with { Aliases = [AdvisoryAddress.IdOf(entry.Url)] };
                continue;
            }

            all.Add(new Advisory
            {
                Id = AdvisoryAddress.IdOf(entry.Url), Ecosystem = Advisory.NuGet, Package = package.Id,
                Severity = entry.Severity, SeveritySource = "NuGet", Url = entry.Url, Versions = [package.Version],
            });
        }

        var remaining = accepted.Remaining(
            ScanCodes.VulnerablePackage, package.Id, package.Version, all, row => row.Affects(package.Version, VersionOrder.NuGet.Compare));
        return VulnerablePackage.Find(package.Id, package.Version, remaining, VersionOrder.NuGet.Compare);
    }

    private static bool IsOf(AuditEntry entry, Advisory row) =>
        row.Ids.Contains(AdvisoryAddress.IdOf(entry.Url), StringComparer.OrdinalIgnoreCase);

    private static string Remedy(GraphPackage package, VulnerablePackage found, string? code)
    {
        var version = found.Fixed ?? (code is null ? null : "a version without it");
        if (package.IsDirect)
        {
            return version is null
                ? "No version has a fix. Replace the package, or accept the vulnerability with ContainerGuardException."
                : $"Update this reference to {version}.";
        }

        var path = string.Join(" > ", package.Path.Count > 4
            ? [package.Path[0], "…", .. package.Path.TakeLast(2)]
            : package.Path);
        return version is null
            ? $"It comes with {path}. No version has a fix."
            : $"It comes with {path}. Update '{package.Path[0]}', or reference '{package.Id}' {version}.";
    }
}
