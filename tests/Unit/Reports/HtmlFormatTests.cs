using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ContainerGuard.Images;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Rules;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>The HTML report, as text. A test of the tool opens it in a browser.</summary>
public sealed partial class HtmlFormatTests : IDisposable
{
    private const string Stages = """
        FROM node:24 AS build
        RUN npm ci
        FROM alpine:3.24 AS tools
        FROM build AS test
        FROM node:24
        COPY --from=build /app /app
        COPY --from=tools /bin/a /bin/a
        USER root
        """;

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_report_of_a_thousand_findings_and_an_image_is_below_a_megabyte()
    {
        var text = new StringBuilder("FROM node:24\n");
        for (var index = 0; index < 500; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"RUN cd /src/module{index} && apt-get install package{index}\n");
        }

        var findings = Samples.Of(text.ToString());
        findings.Count.ShouldBeGreaterThan(1000);

        var image = new ReportedImage("shop:1", "linux/amd64", [.. Enumerable.Range(1, 120).Select(static number => new ReportedLayer(
            number, $"sha256:{number}", number * 1_000_000L, number, $"RUN {new string('x', 1000)}"))]);
        var report = Report(text.ToString(), [.. findings.Take(1000)], images: [image]);

        report.ShouldContain("<tr><td>120</td><td>120.0 MB</td><td>120</td><td>0</td><td>RUN xxx");
        report.ShouldContain("60 smaller layers");
        report.ShouldContain("in 1 file and 1 image.");
        Encoding.UTF8.GetByteCount(report).ShouldBeLessThan(1_000_000);
        Articles().Count(report).ShouldBe(findings.Take(1000).Count(static finding => finding.Suppression is null));
    }

    [Fact]
    public void A_finding_has_its_lines_its_mark_and_the_reason_of_its_rule()
    {
        var report = Report(Stages, Samples.Of(Stages));

        report.ShouldContain("   8 USER <mark>root</mark>");
        report.ShouldContain("An attacker who uses a vulnerability in the application becomes root in the container");
        report.ShouldContain("<span class=\"n\">   8</span> <mark>USER root</mark> <span class=\"soft\">CG3001");
    }

    [Fact]
    public void The_graph_of_stages_has_the_same_facts_as_a_list()
    {
        var report = Report(Stages, []);

        Regex.Count(report, "marker-end").ShouldBe(3);
        report.ShouldContain("<li>stage 3 (final): node:24, copies from build, tools</li>");
        report.ShouldContain("<li>test: continues build, not part of the image</li>");
    }

    [Fact]
    public void An_image_has_its_digest_and_its_age()
    {
        var digest = ImageDigest.Parse("sha256:" + new string('a', 64));
        var report = Report("FROM node:24\nFROM alpine\n", [], image => image.Repository != "library/node" ? null : new ResolvedImage(
            digest, "", new Dictionary<string, ImageDigest>(), new ImageFacts { Created = "2026-11-12T10:00:00Z" }));

        report.ShouldContain("<td>node:24</td><td>sha256:aaaaaaaaaaaa… in the lock file</td><td>2026-11-12, 10 days ago</td>");
        report.ShouldContain("<td>alpine</td><td>not pinned</td><td>unknown</td>");
    }

    [Fact]
    public void A_secret_of_a_Dockerfile_is_not_in_the_report()
    {
        const string text = "FROM alpine:3.24\nENV API_TOKEN=abcdef0123456789\nUSER root\n";
        var report = Report(text, Samples.Of(text));

        report.ShouldNotContain("abcdef0123456789");
        Regex.Count(report, @"ENV API_TOKEN=\*\*\*").ShouldBeGreaterThan(1);
    }

    [Fact]
    public void The_reason_of_a_rule_has_no_code_and_no_table()
    {
        const string text = "FROM node:24\nCOPY . .\nENV API_TOKEN=abcdef0123456789\nRUN npm install\n";
        var report = Report(text, Samples.Of(text));

        report.ShouldContain("-CG5001\">");
        report.ShouldNotContain("|---|");
        report.ShouldNotContain("console docker build");
    }

    [Fact]
    public void Text_of_a_Dockerfile_is_never_markup()
    {
        const string text = "FROM alpine:3.24 AS \"><script>alert(1)</script>\nRUN echo '<img src=x onerror=alert(1)>'\nUSER root\n";
        var report = Report(text, [.. Samples.Of(text), Samples.HostileFinding]);

        Regex.Count(report, "<script").ShouldBe(1);
        report.ShouldNotContain("<img");
        report.ShouldContain("default-src 'none'");
        Regex.Count(report, "(src|href)=\"(?!#|https://github.com/containerguard/)").ShouldBe(0);
    }

    private string Report(
        string dockerfile, IReadOnlyList<Diagnostic> findings, Func<ImageReference, ResolvedImage?>? locked = null,
        IReadOnlyList<ReportedImage>? images = null)
    {
        _folder.Write("Dockerfile", dockerfile);
        var run = new ReportRun(
            "1.2.3", [.. RuleCatalogue.Descriptors], _folder.Combine("app.csproj"), new SourceRoot(_folder.Path),
            static id => RulePage.Ids.Contains(id) ? File.ReadAllText(RulePage.PathOf(id)) : null)
        {
            Files = ["Dockerfile"], Today = new DateOnly(2026, 11, 22), Locked = locked ?? (static _ => null),
            Images = images ?? [],
        };
        var format = ReportFormats.Find("html")!;
        return format.Join([new ReportPart(run.Id, format.PartOf(run, findings))]);
    }

    [GeneratedRegex("<article class=\"(error|warning|message)\">")]
    private static partial Regex Articles();
}
