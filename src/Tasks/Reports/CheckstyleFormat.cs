using System.Xml.Linq;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>The XML of Checkstyle, which many review tools read: the open findings of each file.</summary>
internal sealed class CheckstyleFormat : MarkedFormat
{
    public override string Name => "checkstyle";

    protected override string Head => "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<checkstyle version=\"4.3\">\n";

    protected override string Tail => "</checkstyle>\n";

    public override string PartOf(ReportRun run, IReadOnlyList<Diagnostic> findings) => string.Join(
        '\n',
        Open(findings).GroupBy(finding => run.PathOf(finding.File), StringComparer.Ordinal)
            .Select(static file => new XElement("file", new XAttribute("name", Xml(file.Key)), file.Select(Error)).ToString()));

    private static XElement Error(Diagnostic finding) => new(
        "error",
        new XAttribute("line", LineOf(finding)),
        new XAttribute("column", finding.Start?.Column ?? 1),
        new XAttribute("severity", finding.Severity == Severity.Message ? "info" : SarifTool.LevelOf(finding.Severity)),
        new XAttribute("message", Xml(MessageOf(finding))),
        new XAttribute("source", $"containerguard.{finding.Rule.Id}"));
}
