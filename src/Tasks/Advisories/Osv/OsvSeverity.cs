using System.Text.Json;
using ContainerGuard.Text;

namespace ContainerGuard.Advisories.Osv;

/// <summary>
/// The severity of a record and who states it: the vendor, then the GitHub Advisory Database, then the CVSS score that the record has.
/// </summary>
internal static class OsvSeverity
{
    public static (AdvisorySeverity Severity, string Source) Of(string id, JsonElement record, JsonElement affected)
    {
        var vendor = Vendor(affected);
        if (vendor.Severity == AdvisorySeverity.Unknown) vendor = Vendor(record);
        if (vendor.Severity != AdvisorySeverity.Unknown) return vendor;

        var stated = Named(OsvJson.Text(record.Member("database_specific"), "severity"));
        if (stated != AdvisorySeverity.Unknown) return (stated, id.Split('-')[0]);

        var score = Score(affected) is > 0 and var own ? own : Score(record);
        return score > 0 ? (OfScore(score), "CVSS") : (AdvisorySeverity.Unknown, "");
    }

    /// <summary>The word for a severity, which databases choose differently.</summary>
    public static AdvisorySeverity Named(string name) => name.ToUpperInvariant() switch
    {
        "CRITICAL" => AdvisorySeverity.Critical,
        "HIGH" or "IMPORTANT" => AdvisorySeverity.High,
        "MEDIUM" or "MODERATE" => AdvisorySeverity.Medium,
        "LOW" or "NEGLIGIBLE" or "MINOR" => AdvisorySeverity.Low,
        _ => AdvisorySeverity.Unknown,
    };

    /// <summary>The rating scale of the CVSS specifications.</summary>
    public static AdvisorySeverity OfScore(double score) => score switch
    {
        >= 9 => AdvisorySeverity.Critical,
        >= 7 => AdvisorySeverity.High,
        >= 4 => AdvisorySeverity.Medium,
        > 0 => AdvisorySeverity.Low,
        _ => AdvisorySeverity.Unknown,
    };

    /// <summary>An entry whose type is not a version of CVSS names the vendor, such as Ubuntu.</summary>
    private static (AdvisorySeverity Severity, string Source) Vendor(JsonElement element)
    {
        foreach (var entry in OsvJson.Items(element, "severity"))
        {
            var type = OsvJson.Text(entry, "type");
            if (type.StartsWith("CVSS", StringComparison.Ordinal)) continue;
            var severity = Named(OsvJson.Text(entry, "score"));
            if (severity != AdvisorySeverity.Unknown) return (severity, type);
        }

        return (AdvisorySeverity.Unknown, "");
    }

    private static double Score(JsonElement element) => OsvJson.Items(element, "severity")
        .Select(static entry => CvssScore.Of(OsvJson.Text(entry, "score"))).DefaultIfEmpty(0).Max();
}
