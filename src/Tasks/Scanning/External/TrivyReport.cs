using System.Text.Json;
using ContainerGuard.Advisories;
using ContainerGuard.Text;

namespace ContainerGuard.Scanning.External;

/// <summary>Reads the JSON report of Trivy (format <c>json</c>, schema version 2).</summary>
internal static class TrivyReport
{
    /// <exception cref="FormatException">It is not such a report.</exception>
    public static ExternalResult Read(JsonElement root)
    {
        if (root.Member("SchemaVersion").ValueKind != JsonValueKind.Number)
        {
            throw new FormatException("it is not a JSON report of Trivy");
        }

        List<ExternalFinding> findings = [];
        var others = 0;
        foreach (var result in root.Elements("Results"))
        {
            others += result.Elements("Secrets").Count() + result.Elements("Misconfigurations").Count();
            var isOfSystem = result.Text("Class") switch
            {
                "os-pkgs" => true,
                "lang-pkgs" => false,
                _ => (bool?)null,
            };
            foreach (var one in result.Elements("Vulnerabilities"))
            {
                if (one.Text("VulnerabilityID") is not { Length: > 0 } id || one.Text("PkgName") is not { Length: > 0 } package) continue;
                findings.Add(new ExternalFinding
                {
                    Ids = [.. one.Strings("VendorIDs").Prepend(id).Distinct(StringComparer.OrdinalIgnoreCase)],
                    Package = package,
                    Version = one.Text("InstalledVersion") ?? "",
                    Fixes = ExternalFinding.VersionsIn(one.Text("FixedVersion")),
                    Severity = Enum.TryParse<AdvisorySeverity>(one.Text("Severity"), ignoreCase: true, out var word) ? word : default,
                    DiffId = one.Member("Layer").Text("DiffID") ?? "",
                    IsOfSystem = isOfSystem,
                });
            }
        }

        return new ExternalResult(findings, others);
    }
}
