using System.Text.Json.Nodes;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Advisories.Osv;

namespace ContainerGuard.Tests.Unit.Advisories.Osv;

/// <summary>Answers of OSV's own service to versions of packages, as far as the data has the records.</summary>
public class QueryConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void A_version_has_the_vulnerabilities_that_the_service_of_OSV_answers()
    {
        var known = KnownAdvisories.Indexes.Count > 0 ? KnownAdvisories.Rows.ToLookup(static row => row.Id, StringComparer.Ordinal) : null;
        var answered = KnownAdvisories.Labels("osv-query-results.jsonl").SelectMany(static line => JsonNode.Parse(line)!["ids"]!.AsArray())
            .Select(static id => (string)id!).ToList();
        List<string> different = [];
        var compared = 0;
        foreach (var line in KnownAdvisories.Labels("osv-query-results.jsonl"))
        {
            var answer = JsonNode.Parse(line)!;
            var package = new PackageVersion(
                OsvEcosystem.Canonical((string)answer["ecosystem"]!), (string)answer["package"]!, (string)answer["version"]!);
            var expected = answer["ids"]!.AsArray().Select(static id => (string)id!).ToHashSet(StringComparer.Ordinal);
            IReadOnlyList<Advisory> rows =
                KnownAdvisories.Indexes.TryGetValue(package.Ecosystem, out var index) ? index.Find(package.Name) : [];
            var actual = AdvisoryMatch.Affecting(package, rows).Select(static row => row.Id).ToHashSet(StringComparer.Ordinal);

            foreach (var id in expected.Where(id => known!.Contains(id)))
            {
                compared++;
                if (!actual.Contains(id)) different.Add($"{package}: {id} is missing");
            }

            foreach (var id in actual.Where(id => (bool)answer["complete"]! && !expected.Contains(id)))
            {
                var shown = $"{package}: {id} is not in the answer";
                if (CauseOf(id, package, known![id].First(), answered) is { } cause) output.WriteLine($"{shown}: {cause}");
                else different.Add(shown);
            }
        }

        output.WriteLine($"{compared} answered records are in the data");

        different.ShouldBeEmpty();
        compared.ShouldBePositive();
    }

    /// <summary>The records and the answers are not of the same day.</summary>
    private static string? CauseOf(string id, PackageVersion package, Advisory row, List<string> answered)
    {
        if (row.Versions.Contains(package.Version)) return "the record lists the version";
        var database = id[..(id.IndexOf('-', StringComparison.Ordinal) + 1)];
        return answered.Where(one => one.StartsWith(database, StringComparison.Ordinal)).All(one => string.CompareOrdinal(one, id) < 0)
            ? "the record is newer than all answers"
            : null;
    }
}
