using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Matching;

namespace ContainerGuard.Tests.Unit.Advisories.Osv;

/// <summary>
/// Matches of a scanner that people judged: true or false positives. A label is covered if the data has a row of the vulnerability for
/// the package. Every covered label on which the rows alone differ has a cause, which the output of the test lists: what the rows do not
/// know, and whether a scan of the image knows it.
/// </summary>
public partial class LabelConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void A_judged_match_is_found_if_it_is_true_and_not_found_if_it_is_false_or_the_cause_is_known()
    {
        var rows = KnownAdvisories.Indexes.Values.SelectMany(static index => index.All())
            .SelectMany(static row => row.Ids.Select(id => (Id: id, Row: row))).ToLookup(static one => one.Id, static one => one.Row);
        Dictionary<string, (int Covered, int Agreed)> counts = new() { ["TP"] = (0, 0), ["FP"] = (0, 0) };
        List<string> withoutCause = [];
        SortedDictionary<string, List<string>> causes = new(StringComparer.Ordinal);
        var labels = KnownAdvisories.Labels("vulnerability-match-labels.jsonl").Select(static line => JsonNode.Parse(line)!).ToList();
        var owned = labels.Where(static label => IsOwned().IsMatch((string?)label["note"] ?? ""))
            .Select(static label => ((string?)label["package"], (string?)label["version"])).ToHashSet();
        foreach (var label in labels)
        {
            if ((string?)label["package"] is not { } package || (string?)label["version"] is not { Length: > 0 } version) continue;
            var verdict = (string)label["label"]!;
            if (verdict is not ("TP" or "FP")) continue;
            var about = rows[(string)label["vulnerability"]!].Concat(rows[(string?)label["reported"] ?? ""])
                .Where(row => IsOf(row, package) && SystemOf(version) == SystemOf(row)).Distinct().ToList();
            if (about.Count == 0) continue;

            var isMatch = about.Any(row => AdvisoryMatch.Affecting(new PackageVersion(row.Ecosystem, package, version), [row]).Any());
            var isAgreed = isMatch == (verdict == "TP");
            var (covered, agreed) = counts[verdict];
            counts[verdict] = (covered + 1, agreed + (isAgreed ? 1 : 0));
            if (isAgreed) continue;

            var shown = $"{verdict} {label["vulnerability"]} {package} {version} {label["note"]} | {string.Join(' ', about.Select(Shown))}";
            var cause = isMatch && owned.Contains((package, version))
                ? "FP: a package of the system owns the library: the scan of an image leaves it out"
                : CauseOf(isMatch, version, (string?)label["note"] ?? "", about);
            if (cause is null) withoutCause.Add(shown);
            else if (causes.TryGetValue(cause, out var list)) list.Add(shown);
            else causes[cause] = [shown];
        }

        foreach (var (verdict, (covered, agreed)) in counts) output.WriteLine($"{verdict}: {covered} labels are covered, {agreed} agree");
        foreach (var (cause, list) in causes)
        {
            output.WriteLine($"{list.Count}: {cause}");
            foreach (var shown in list) output.WriteLine($"    {shown}");
        }

        withoutCause.ShouldBeEmpty();
        counts.Values.ShouldAllBe(static count => count.Covered > 0);
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

    private static string? CauseOf(bool isMatch, string version, string note, List<Advisory> rows)
    {
        var verdict = isMatch ? "FP" : "TP";
        var isOfSystem = rows.TrueForAll(static row => SystemOf(row).Length > 0);
        if (isOfSystem && RpmModule.IsOfModule(version))
        {
            return $"{verdict}: no row: the package is a build of another system, whose own rows the data does not have, for a module";
        }

        if (isOfSystem && rows.TrueForAll(static row => row.Ranges.All(static range => RpmModule.IsOfModule(range.Upper))))
        {
            return $"{verdict}: no row: those of this vulnerability are about a module, and the package is not of one";
        }

        var isInside = rows.SelectMany(static row => row.Ranges).Any(range => range.Contains(version, CompareNumbers));
        if (!isMatch) return isInside ? null : "TP: no row: the ranges of the record do not have the version";
        if (!isInside || isOfSystem) return null;
        if (IsUnused().IsMatch(note)) return "FP: the program does not use the code: a record names packages, and not their functions";
        return rows.TrueForAll(row => row.Versions.Count > 0 && !row.Versions.Contains(version))
            ? "FP: no release has this version: it is that of other software, or none"
            : "FP: the ranges of the record have the version, and the label does not say why they are wrong";
    }

    /// <summary>The numbers alone, without the order of any ecosystem.</summary>
    private static int CompareNumbers(string left, string right)
    {
        var numbers = Numbers(left).Zip(Numbers(right)).FirstOrDefault(static pair => pair.First != pair.Second);
        return numbers.First != numbers.Second ? numbers.First.CompareTo(numbers.Second) : Numbers(left).Count() - Numbers(right).Count();
    }

    private static IEnumerable<long> Numbers(string version) => Regex.Matches(version, "[0-9]{1,18}").Select(static match =>
        long.Parse(match.Value, CultureInfo.InvariantCulture));

    /// <summary>The reason of a label: the package that is really there is one of the system.</summary>
    [GeneratedRegex("(?:is the RPM|actual package is (?:the )?(?:deb|rpm))", RegexOptions.IgnoreCase)]
    private static partial Regex IsOwned();

    /// <summary>The reason of a label: what is affected cannot be called.</summary>
    [GeneratedRegex("not importable|EFFECTIVELY_PRIVATE")]
    private static partial Regex IsUnused();
}
