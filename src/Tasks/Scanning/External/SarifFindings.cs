using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerGuard.Advisories;
using ContainerGuard.Packages;
using ContainerGuard.Text;

namespace ContainerGuard.Scanning.External;

/// <summary>
/// Reads the vulnerabilities in SARIF 2.1.0. The format has no fields for packages: scanners write them as properties of the result or the
/// rule, as package URLs, or as lines of the message (<c>Package: openssl</c>).
/// </summary>
internal static partial class SarifFindings
{
    /// <exception cref="FormatException">It is not SARIF.</exception>
    public static ExternalResult Read(JsonElement root)
    {
        if (root.Member("runs").ValueKind != JsonValueKind.Array) throw new FormatException("it is not SARIF");

        List<ExternalFinding> findings = [];
        var others = 0;
        foreach (var run in root.Elements("runs"))
        {
            var rules = RulesOf(run);
            foreach (var result in run.Elements("results"))
            {
                if (result.Elements("suppressions").Any()) continue;
                if (Find(result, rules) is { } finding) findings.Add(finding);
                else others++;
            }
        }

        return new ExternalResult(findings, others);
    }

    private static Dictionary<string, JsonElement> RulesOf(JsonElement run)
    {
        Dictionary<string, JsonElement> rules = new(StringComparer.Ordinal);
        foreach (var rule in run.Member("tool").Member("driver").Elements("rules")) rules.TryAdd(rule.Text("id") ?? "", rule);
        return rules;
    }

    /// <returns>Null for a result that names no vulnerability.</returns>
    private static ExternalFinding? Find(JsonElement result, Dictionary<string, JsonElement> rules)
    {
        var id = result.Text("ruleId") ?? result.Member("rule").Text("id") ?? "";
        var rule = rules.GetValueOrDefault(id);
        var message = result.Member("message").Text("text") ?? "";
        var matches = Identifier().Matches(id) is { Count: > 0 } inId ? inId : Identifier().Matches(message);
        string[] ids = [.. matches.Select(static match => match.Value).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (ids.Length == 0) return null;
        var (mine, others) = (result.Member("properties"), rule.Member("properties"));
        var url = PackageUrl.Parse(mine.Text("purl") ?? mine.Text("packageUrl")
            ?? mine.Strings("purls").Concat(others.Strings("purls")).FirstOrDefault() ?? "");
        return new ExternalFinding
        {
            Ids = ids,
            Package = mine.Text("packageName") ?? mine.Text("package") ?? Line(message, "Package")
                ?? (url is { Name.Length: > 0 } ? url.Name : PlaceOf(result)),
            Version = mine.Text("installedVersion") ?? mine.Text("packageVersion") ?? Line(message, "Installed Version")
                ?? url?.Version ?? "",
            Fixes = ExternalFinding.VersionsIn(mine.Text("fixedVersion") ?? Line(message, "Fixed Version")),
            Severity = SeverityOf(mine, others, result.Text("level")),
            IsOfSystem = url is null ? null : url.Type is "deb" or "apk" or "rpm",
        };
    }

    /// <summary>The number of GitHub's property, else the word of a severity, else the level.</summary>
    private static AdvisorySeverity SeverityOf(JsonElement result, JsonElement rule, string? level)
    {
        foreach (var text in (string?[])[result.Text("security-severity"), rule.Text("security-severity")])
        {
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score))
            {
                return score switch
                {
                    >= 9 => AdvisorySeverity.Critical,
                    >= 7 => AdvisorySeverity.High,
                    >= 4 => AdvisorySeverity.Medium,
                    > 0 => AdvisorySeverity.Low,
                    _ => AdvisorySeverity.Unknown,
                };
            }
        }

        return Enum.TryParse<AdvisorySeverity>(result.Text("severity") ?? rule.Text("severity"), ignoreCase: true, out var word) ? word
            : level switch
            {
                "error" => AdvisorySeverity.High,
                "note" => AdvisorySeverity.Low,
                "none" => AdvisorySeverity.Unknown,
                _ => AdvisorySeverity.Medium,
            };
    }

    private static string? Line(string message, string name)
    {
        foreach (var line in message.Split('\n'))
        {
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) return line[(name.Length + 1)..].Trim();
        }

        return null;
    }

    private static string PlaceOf(JsonElement result) => result.Elements("locations")
        .Select(static location => location.Member("physicalLocation").Member("artifactLocation").Text("uri"))
        .FirstOrDefault(static uri => uri is { Length: > 0 }) ?? "a package";

    [GeneratedRegex(
        @"\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();
}
