namespace ContainerGuard.Advisories.Osv;

/// <summary>The base score of a vector of CVSS version 3 (CVSS v3.1 specification, section 7.1).</summary>
internal static class CvssScore
{
    /// <returns>0 for a text that is not a vector of this version.</returns>
    public static double Of(string vector) => vector.StartsWith("CVSS:3.", StringComparison.Ordinal) ? Version3(Metrics(vector)) : 0;

    private static Dictionary<string, string> Metrics(string vector)
    {
        Dictionary<string, string> metrics = new(StringComparer.Ordinal);
        foreach (var part in vector.Split('/'))
        {
            if (part.Split(':') is [var name, var value]) metrics[name] = value;
        }

        return metrics;
    }

    private static double Version3(Dictionary<string, string> metrics)
    {
        var isChanged = Value(metrics, "S") == "C";
        var impact = 1 - ((1 - Impact(metrics, "C")) * (1 - Impact(metrics, "I")) * (1 - Impact(metrics, "A")));
        var change = isChanged ? (7.52 * (impact - 0.029)) - (3.25 * Math.Pow(impact - 0.02, 15)) : 6.42 * impact;
        if (change <= 0) return 0;

        var attack = Value(metrics, "AV") switch { "N" => 0.85, "A" => 0.62, "L" => 0.55, "P" => 0.2, _ => 0 };
        var complexity = Value(metrics, "AC") switch { "L" => 0.77, "H" => 0.44, _ => 0 };
        var privileges = Value(metrics, "PR") switch
        {
            "N" => 0.85,
            "L" => isChanged ? 0.68 : 0.62,
            "H" => isChanged ? 0.5 : 0.27,
            _ => 0,
        };
        var interaction = Value(metrics, "UI") switch { "N" => 0.85, "R" => 0.62, _ => 0 };
        var exploitability = 8.22 * attack * complexity * privileges * interaction;
        return RoundUp(Math.Min((isChanged ? 1.08 : 1) * (change + exploitability), 10));
    }

    private static double Impact(Dictionary<string, string> metrics, string name) =>
        Value(metrics, name) switch { "H" => 0.56, "L" => 0.22, _ => 0 };

    private static string Value(Dictionary<string, string> metrics, string name) => metrics.GetValueOrDefault(name, "");

    /// <summary>The specification's Roundup, which does not depend on the precision of floating-point numbers.</summary>
    private static double RoundUp(double score)
    {
        var scaled = (long)Math.Round(score * 100_000);
        return scaled % 10_000 == 0 ? scaled / 100_000.0 : ((scaled / 10_000) + 1) / 10.0;
    }
}
