using System.Globalization;
using System.Xml.Linq;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>
/// JUnit XML, as test reports of CI services read it: a suite for each project, a failed case for each error and warning, a skipped case
/// for each suppressed finding, and a passed case for each file without an open finding.
/// </summary>
internal sealed class JUnitFormat : MarkedFormat
{
    public override string Name => "junit";

    protected override string Head => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites name=\"ContainerGuard\">\n";

    protected override string Tail => "</testsuites>\n";

    public override string PartOf(ReportRun run, IReadOnlyList<Diagnostic> findings)
    {
        Diagnostic[] failures = [.. Open(findings).Where(static finding => finding.Severity != Severity.Message)];
        Diagnostic[] suppressed = run.IncludesSuppressed ? [.. findings.Where(static finding => finding.Suppression is not null)] : [];
        var failed = failures.Select(finding => run.PathOf(finding.File)).ToHashSet(StringComparer.Ordinal);
        XElement[] cases =
        [
            .. failures.Select(finding => Case(run, finding, Failure(run, finding))),
            .. suppressed.Select(finding => Case(run, finding, Skipped(finding))),
            .. run.Files.Select(run.PathOf).Where(path => !failed.Contains(path)).Select(static path =>
                new XElement("testcase", new XAttribute("name", Xml($"{path}: no findings")), new XAttribute("classname", Xml(path)))),
        ];
        return new XElement(
            "testsuite",
            new XAttribute("name", Xml(run.Project)),
            new XAttribute("tests", cases.Length),
            new XAttribute("failures", failures.Length),
            new XAttribute("errors", 0),
            new XAttribute("skipped", suppressed.Length),
            cases).ToString();
    }

    private static XElement Case(ReportRun run, Diagnostic finding, XElement outcome)
    {
        var path = run.PathOf(finding.File);
        return new XElement(
            "testcase",
            new XAttribute("name", Xml(string.Create(
                CultureInfo.InvariantCulture, $"{finding.Rule.Id} {finding.Rule.Title}: {path}:{LineOf(finding)}"))),
            new XAttribute("classname", Xml(path)),
            new XAttribute("file", Xml(path)),
            new XAttribute("line", LineOf(finding)),
            outcome);
    }

    private static XElement Failure(ReportRun run, Diagnostic finding) => new(
        "failure",
        new XAttribute("message", Xml(MessageOf(finding))),
        new XAttribute("type", SarifTool.LevelOf(finding.Severity)),
        Xml(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.PathOf(finding.File)}:{LineOf(finding)}: {finding.Rule.Id}: {MessageOf(finding)}\n{finding.Rule.HelpLink}")));

    private static XElement Skipped(Diagnostic finding) =>
        new("skipped", new XAttribute("message", Xml(finding.Suppression is { Length: > 0 } reason ? reason : "suppressed")));
}
