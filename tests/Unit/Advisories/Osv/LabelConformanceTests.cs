using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Matching;

namespace ContainerGuard.Tests.Unit.Advisories.Osv;

/// <summary>
/// Matches of a scanner that people judged: true or false positives. A label is covered if the data has a row of the vulnerability for
/// the package. Every covered label on which we differ has a cause, which the output of the test lists.
/// </summary>
public class LabelConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void A_judged_match_is_found_if_it_is_true_and_not_found_if_it_is_false_or_the_cause_is_known()
    {
        var rows = KnownAdvisories.Indexes.Values.SelectMany(static index => index.All())
            .SelectMany(static row => row.Ids.Select(id => (Id: id, Row: row))).ToLookup(static one => one.Id, static one => one.Row);
        int covered = 0, agreed = 0;
        List<string> withoutCause = [];
        SortedDictionary<string, List<string>> causes = new(StringComparer.Ordinal);
        foreach (var line in KnownAdvisories.Labels("vulnerability-match-labels.jsonl"))
        {
            var label = JsonNode.Parse(line)!;
            if ((string?)label["package"] is not { } package || (string?)label["version"] is not { Length: > 0 } version) continue;
            var verdict = (string)label["label"]!;
            if (verdict is not ("TP" or "FP")) continue;
            var about = rows[(string)label["vulnerability"]!].Concat(rows[(string?)label["reported"] ?? ""])
                .Where(row => IsOf(row, package) && SystemOf(version) == SystemOf(row)).Distinct().ToList();
            if (about.Count == 0) continue;

            covered++;
            var isMatch = about.Any(row => AdvisoryMatch.Affecting(new PackageVersion(row.Ecosystem, package, version), [row]).Any());
            if (isMatch == (verdict == "TP"))
            {
                agreed++;
                continue;
            }

            var shown = $"{verdict} {label["vulnerability"]} {package} {version} {label["note"]} | {string.Join(' ', about.Select(Shown))}";
            if (CauseOf(isMatch, version, about) is not { } cause) withoutCause.Add(shown);
            else if (causes.TryGetValue(cause, out var list)) list.Add(shown);
            else causes[cause] = [shown];
        }

        output.WriteLine($"{covered} labels are covered, {agreed} agree");
        foreach (var (cause, list) in causes)
        {
            output.WriteLine($"{list.Count}: {cause}");
            foreach (var shown in list) output.WriteLine($"    {shown}");
        }

        withoutCause.ShouldBeEmpty();
        covered.ShouldBePositive();
    }

    private static string Shown(Advisory row) => $"{row.Id} {row.Ecosystem} {string.Join(' ', row.Ranges.Select(AffectedInterval.Write))}";

    /// <summary>Whether a row is about a package, which labels of Java name with or without its group.</summary>
    private static bool IsOf(Advisory row, string package) =>
        PackageName.KeyOf(row.Ecosystem, row.Package) is var name && PackageName.KeyOf(row.Ecosystem, package) is var wanted
        && (name == wanted || (row.Ecosystem == "Maven" && name.EndsWith($":{wanted}", StringComparison.Ordinal)));

    /// <summary>The release of the system for which a package was built, by the version; empty for a package of a language.</summary>
    private static string SystemOf(string version) =>
        version.Contains("module+el", StringComparison.Ordinal) || version.Contains(".amzn", StringComparison.Ordinal) ? "other"
        : version.Contains("el8", StringComparison.Ordinal) ? "8"
        : version.Contains("el9", StringComparison.Ordinal) ? "9"
        : version.Contains("-r", StringComparison.Ordinal) ? "other"
        : "";

    private static string SystemOf(Advisory row) =>
        row.Ecosystem.StartsWith("AlmaLinux:", StringComparison.Ordinal) ? row.Ecosystem[10..] : "";

    private static string? CauseOf(bool isMatch, string version, List<Advisory> rows)
    {
        var isOfSystem = rows.TrueForAll(static row => SystemOf(row).Length > 0);
        if (isOfSystem && RpmModule.IsOfModule(version)) return "a build for a module of a system whose own rows the data does not have";
        if (isOfSystem && rows.TrueForAll(static row => row.Ranges.All(static range => RpmModule.IsOfModule(range.Upper))))
        {
            return "the row is about a module, and the package is not of one";
        }

        var isInside = rows.SelectMany(static row => row.Ranges).Any(range => range.Contains(version, CompareNumbers));
        if (isMatch && isInside && !isOfSystem) return "the row has the version: it is of a system package, of other software, or not used";
        return !isMatch && !isInside ? "no row has the version: the label judged an earlier state of the data" : null;
    }

    /// <summary>The numbers alone, without the order of any ecosystem.</summary>
    private static int CompareNumbers(string left, string right)
    {
        var numbers = Numbers(left).Zip(Numbers(right)).FirstOrDefault(static pair => pair.First != pair.Second);
        return numbers.First != numbers.Second ? numbers.First.CompareTo(numbers.Second) : Numbers(left).Count() - Numbers(right).Count();
    }

    private static IEnumerable<long> Numbers(string version) => Regex.Matches(version, "[0-9]{1,18}").Select(static match =>
        long.Parse(match.Value, CultureInfo.InvariantCulture));
}
