using System.Text.Json;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>SARIF 2.1.0, as a code-scanning service reads it.</summary>
public sealed class SarifReportTests
{
    private static readonly RuleDescriptor Root = new("CG3001", "The last user is root", Severity.Error) { Aliases = ["hadolint:DL3002"] };
    private static readonly RuleDescriptor Quiet = new("CG9999", "An opinion", Severity.Message) { IsRecommended = false };

    private static readonly ReportRun Run =
        new("1.2.3", [Root, Quiet], "/src/shop/app.csproj", new SourceRoot("/src/shop"), static id =>
            $"# {id}: T\n\n- Severity: error\n\nSays [what](CG3002.md) `USER` is.\n\n## Bad\n\n```dockerfile base-user=root\nFROM a\n"
                + "```\n");

    [Fact]
    public void A_run_names_the_tool_and_every_rule_with_level_help_tags_and_aliases()
    {
        var driver = Report().GetProperty("tool").GetProperty("driver");

        driver.GetProperty("name").GetString().ShouldBe("ContainerGuard");
        driver.GetProperty("semanticVersion").GetString().ShouldBe("1.2.3");
        var rules = driver.GetProperty("rules");
        rules.GetArrayLength().ShouldBe(2);
        rules[0].GetProperty("id").GetString().ShouldBe("CG3001");
        rules[0].GetProperty("helpUri").GetString()!.ShouldEndWith("/docs/rules/CG3001.md");
        rules[0].GetProperty("defaultConfiguration").GetProperty("level").GetString().ShouldBe("error");
        rules[0].GetProperty("properties").GetProperty("aliases")[0].GetString().ShouldBe("hadolint:DL3002");
        rules[0].GetProperty("properties")
            .GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["security", "user"]);
        rules[0].GetProperty("properties").GetProperty("security-severity").GetString().ShouldBe("8.1");
        rules[0].GetProperty("properties").GetProperty("precision").GetString().ShouldBe("high");
        rules[1].GetProperty("properties").TryGetProperty("security-severity", out _).ShouldBeFalse();
        rules[1].GetProperty("defaultConfiguration").GetProperty("level").GetString().ShouldBe("note");
        rules[1].GetProperty("defaultConfiguration").GetProperty("enabled").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public void A_result_has_rule_level_message_and_all_four_positions()
    {
        var result = Report(Finding("Dockerfile")).GetProperty("results")[0];

        result.GetProperty("ruleId").GetString().ShouldBe("CG3001");
        result.GetProperty("ruleIndex").GetInt32().ShouldBe(0);
        result.GetProperty("level").GetString().ShouldBe("error");
        result.GetProperty("message").GetProperty("text").GetString().ShouldBe("What is wrong.");
        var region = result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region");
        string[] names = ["startLine", "startColumn", "endLine", "endColumn"];
        names.Select(name => region.GetProperty(name).GetInt32()).ShouldBe([2, 6, 2, 10]);
    }

    [Theory]
    [InlineData("Dockerfile", "Dockerfile")]
    [InlineData("docker\\web\\Dockerfile", "docker/web/Dockerfile")]
    [InlineData("Größe 1/Dockerfile#a", "Gr%C3%B6%C3%9Fe%201/Dockerfile%23a")]
    public void A_path_is_a_relative_uri_with_every_segment_escaped(string path, string uri) =>
        LocationOf(Report(Finding(path))).GetProperty("uri").GetString().ShouldBe(uri);

    /// <summary>GitHub's code scanning refuses a result without a line.</summary>
    [Fact]
    public void A_finding_about_the_file_as_a_whole_is_at_its_first_line() =>
        Report(Finding("Dockerfile") with { Start = null, End = null }).GetProperty("results")[0].GetProperty("locations")[0].GetProperty(
            "physicalLocation")
            .GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(1);

    [Theory]
    [InlineData("Dockerfile", "shop/Dockerfile")]
    [InlineData("../Dockerfile", "Dockerfile")]
    [InlineData("/src/shop/web/Dockerfile", "shop/web/Dockerfile")]
    public void A_path_begins_at_the_root_of_the_repository(string path, string uri)
    {
        var run = Run with { Root = new SourceRoot("/src") };

        var location = LocationOf(Report(run, Finding(path)));
        location.GetProperty("uri").GetString().ShouldBe(uri);
        location.GetProperty("uriBaseId").GetString().ShouldBe("%SRCROOT%");
        Report(run).GetProperty("originalUriBaseIds").GetProperty("%SRCROOT%").GetProperty("uri").GetString().ShouldBe("file:///src/");
    }

    [Fact]
    public void A_file_outside_of_the_repository_has_an_absolute_uri()
    {
        var location = LocationOf(Report(Finding("../../etc/My Dockerfile")));

        location.GetProperty("uri").GetString().ShouldBe("file:///etc/My%20Dockerfile");
        location.TryGetProperty("uriBaseId", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/src", "containerguard/shop/app.csproj/")]
    [InlineData("/src/shop", "containerguard/app.csproj/")]
    [InlineData("/other", "containerguard/app.csproj/")]
    public void The_run_is_named_after_its_project(string root, string id) =>
        Report(Run with { Root = new SourceRoot(root) }).GetProperty("automationDetails").GetProperty("id").GetString().ShouldBe(id);

    [Fact]
    public void Suppressed_findings_are_left_out_on_request()
    {
        var run = Report(
            Run with { IncludesSuppressed = false }, Finding("Dockerfile") with { Suppression = "drops its rights" },
            Finding("web.Dockerfile"));

        run.GetProperty("results").EnumerateArray().Select(UriOf).ShouldBe(["web.Dockerfile"]);
    }

    [Fact]
    public void A_suppressed_finding_is_there_with_its_justification()
    {
        var suppression = Report(
            Finding("Dockerfile") with { Suppression = "drops its rights" }).GetProperty("results")[0].GetProperty("suppressions")[0];

        suppression.GetProperty("kind").GetString().ShouldBe("inSource");
        suppression.GetProperty("justification").GetString().ShouldBe("drops its rights");
    }

    [Fact]
    public void What_a_file_of_its_own_suppresses_is_suppressed_externally() =>
        Report(Finding("Dockerfile") with { Suppression = "in the baseline", IsSuppressedOutside = true }).GetProperty("results")[0]
            .GetProperty("suppressions")[0].GetProperty("kind").GetString().ShouldBe("external");

    [Fact]
    public void A_fingerprint_lets_a_service_know_the_finding_again() =>
        Report(Finding("Dockerfile") with { Fingerprint = "0123456789abcdef", Occurrence = 2 }).GetProperty("results")[0]
            .GetProperty("partialFingerprints").GetProperty("containerguard/v1").GetString().ShouldBe("0123456789abcdef:2");

    [Fact]
    public void What_BuildKit_refuses_is_marked() =>
        Report(Finding("Dockerfile") with { IsRefusedByBuildKit = true }).GetProperty("results")[0].GetProperty("properties").GetProperty(
            "buildkit")
            .GetString().ShouldBe("refused");

    [Fact]
    public void A_rule_that_was_violated_has_its_page_as_help()
    {
        var rules = Report(Finding("Dockerfile")).GetProperty("tool").GetProperty("driver").GetProperty("rules");

        rules[0].GetProperty("fullDescription").GetProperty("text").GetString().ShouldBe("Says what USER is.");
        var help = rules[0].GetProperty("help").GetProperty("markdown").GetString()!;
        help.ShouldContain("```dockerfile\n");
        help.ShouldContain("(https://github.com/containerguard/containerguard/blob/main/docs/rules/CG3002.md)");
        rules[0].GetProperty("help").GetProperty("text").GetString()!.ShouldStartWith("The last user is root. See https://");
        rules[1].TryGetProperty("help", out _).ShouldBeFalse();
        rules[1].GetProperty("fullDescription").GetProperty("text").GetString().ShouldBe("An opinion.");
    }

    [Fact]
    public void A_finding_inside_a_continued_instruction_has_the_instruction_around_it()
    {
        var context = Report(Finding("Dockerfile") with { Instruction = new(new TextPosition(1, 1), new TextPosition(3, 9)) }).GetProperty(
            "results")[0]
            .GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("contextRegion");

        context.GetProperty("startLine").GetInt32().ShouldBe(1);
        context.GetProperty("endLine").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void A_fix_replaces_regions_of_the_file()
    {
        var source = SourceText.From("FROM a\nENV A b\n", "Dockerfile");
        var fix = Report(Finding("Dockerfile") with { Source = source, Fix = [new TextEdit(new TextSpan(12, 1), "=")] }).GetProperty(
            "results")[0].GetProperty("fixes")[0];

        fix.GetProperty("description").GetProperty("text").GetString()!.ShouldContain("CG3001");
        var change = fix.GetProperty("artifactChanges")[0];
        change.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("Dockerfile");
        var replacement = change.GetProperty("replacements")[0];
        string[] names = ["startLine", "startColumn", "endLine", "endColumn"];
        names.Select(name => replacement.GetProperty("deletedRegion").GetProperty(name).GetInt32()).ShouldBe([2, 6, 2, 7]);
        replacement.GetProperty("insertedContent").GetProperty("text").GetString().ShouldBe("=");
    }

    private static JsonElement LocationOf(JsonElement run) => LocationIn(run.GetProperty("results")[0]);

    private static string? UriOf(JsonElement result) => LocationIn(result).GetProperty("uri").GetString();

    private static JsonElement LocationIn(JsonElement result) =>
        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation");

    private static Diagnostic Finding(string file) =>
        new(Root, Severity.Error, file, new TextPosition(2, 6), new TextPosition(2, 10), "What is wrong.");

    private static JsonElement Report(params Diagnostic[] diagnostics) => Report(Run, diagnostics);

    private static JsonElement Report(ReportRun run, params Diagnostic[] diagnostics)
    {
        using var stream = new MemoryStream();
        SarifReport.Write(stream, run, diagnostics.AsEnumerable().GetEnumerator());
        using var document = JsonDocument.Parse(stream.ToArray());
        document.RootElement.GetProperty("version").GetString().ShouldBe("2.1.0");
        return document.RootElement.GetProperty("runs")[0].Clone();
    }
}
