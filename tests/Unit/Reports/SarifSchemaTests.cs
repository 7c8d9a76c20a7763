using System.Globalization;
using System.Text.Json;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Rules;
using Json.Schema;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>A report with every finding of every page is what the schema of OASIS and GitHub's code scanning ask for.</summary>
public sealed class SarifSchemaTests
{
    private static readonly ReportRun Run = new(
        "1.2.3", [.. RuleCatalogue.Descriptors], "/src/shop/app.csproj", new SourceRoot("/src"),
        static id => File.ReadAllText(RulePage.PathOf(id)));

    private static readonly Lazy<byte[]> Report = new(static () =>
        Write(Run, RulePage.Ids.SelectMany(static id => RulePage.Read(id).Examples).SelectMany(static example => example.Findings())));

    /// <summary>
    /// The schema is written in draft 4 and uses only what draft 7 reads alike, but for the names of its own identifiers.
    /// </summary>
    private static readonly Lazy<JsonSchema> Schema = new(static () => JsonSchema.FromText(
        File.ReadAllText(RepositoryRoot.Combine("tests", "Unit", "Reports", "sarif-2.1.0.schema.json"))
            .Replace("http://json-schema.org/draft-04/schema#", "http://json-schema.org/draft-07/schema#", StringComparison.Ordinal)
            .Replace("\"id\": \"https://docs.oasis-open.org", "\"$id\": \"https://docs.oasis-open.org", StringComparison.Ordinal)));

    [Fact]
    public void A_report_of_all_examples_is_valid()
    {
        using var report = JsonDocument.Parse(Report.Value);

        var result = Schema.Value.Evaluate(
            report.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });

        result.IsValid.ShouldBeTrue(string.Join('\n', result.Details!.Where(static detail => detail.Errors is not null)
            .SelectMany(static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).Take(20)));
        report.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength().ShouldBeGreaterThan(500);
    }

    [Fact]
    public void The_schema_refuses_what_is_wrong()
    {
        using var report = JsonDocument.Parse("""{ "version": "2.1.0", "runs": [{ "tool": { "driver": {} } }] }""");

        Schema.Value.Evaluate(report.RootElement).IsValid.ShouldBeFalse();
    }

    /// <summary>See GitHub's page "SARIF support for code scanning": what it needs, and how long a text may be.</summary>
    [Fact]
    public void GitHub_shows_every_rule_and_every_result()
    {
        using var report = JsonDocument.Parse(Report.Value);
        var run = report.RootElement.GetProperty("runs")[0];
        foreach (var rule in run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray())
        {
            var id = rule.GetProperty("id").GetString()!;
            rule.GetProperty("shortDescription").GetProperty("text").GetString()!.Length.ShouldBeInRange(5, 255, id);
            var description = rule.GetProperty("fullDescription").GetProperty("text").GetString()!;
            description.Length.ShouldBeInRange(10, 1000, id);
            description.ShouldNotContain("](");
            Uri.IsWellFormedUriString(rule.GetProperty("helpUri").GetString(), UriKind.Absolute).ShouldBeTrue(id);
            var properties = rule.GetProperty("properties");
            properties.GetProperty("tags").GetArrayLength().ShouldBeInRange(1, 10, id);
            properties.GetProperty("precision").GetString().ShouldBeOneOf("very-high", "high", "medium");
            if (properties.TryGetProperty("security-severity", out var severity))
            {
                double.Parse(severity.GetString()!, CultureInfo.InvariantCulture).ShouldBeInRange(0.1, 10);
            }
        }

        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
            place.GetProperty("artifactLocation").GetProperty("uri").GetString()!.ShouldStartWith("shop/");
            place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void The_text_of_a_page_has_nothing_that_only_its_tests_read()
    {
        using var report = JsonDocument.Parse(Report.Value);
        var helps = report.RootElement.GetProperty("runs")[0]
            .GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .Where(static rule => rule.TryGetProperty("help", out _))
            .Select(static rule => rule.GetProperty("help").GetProperty("markdown").GetString()!).ToList();

        helps.Count.ShouldBeGreaterThan(150);
        foreach (var help in helps)
        {
            help.ShouldNotContain("text findings");
            help.ShouldNotContain("dockerfile fixed");
            help.ShouldNotContain("](CG");
            help.ShouldNotContain("](..");
        }
    }

    private static byte[] Write(ReportRun run, IEnumerable<Diagnostic> diagnostics)
    {
        using var stream = new MemoryStream();
        SarifReport.Write(stream, run, diagnostics.GetEnumerator());
        return stream.ToArray();
    }
}
