using System.Xml;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Reports;

/// <summary>The part of one project in a report.</summary>
/// <param name="Id">The <see cref="ReportRun.Id"/> of the project.</param>
/// <param name="Text">The part, in the format of the report.</param>
internal sealed record ReportPart(string Id, string Text);

/// <summary>A format of reports. Several projects may write one report: it has one part for each of them.</summary>
internal abstract class ReportFormat
{
    /// <summary>The value of the metadata <c>Format</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The part of a project.</summary>
    /// <param name="run">What the part says besides the findings.</param>
    /// <param name="findings">In the order of the report.</param>
    public abstract string PartOf(ReportRun run, IReadOnlyList<Diagnostic> findings);

    /// <summary>The parts of a report; none for a text that is not such a report.</summary>
    public abstract IReadOnlyList<ReportPart> Split(string report);

    /// <summary>The report with all parts.</summary>
    public abstract string Join(IReadOnlyList<ReportPart> parts);

    /// <summary>The findings that a person has to act on.</summary>
    protected static IEnumerable<Diagnostic> Open(IEnumerable<Diagnostic> findings) => findings.Where(static finding => finding.IsOpen);

    /// <summary>The message without secrets, control characters and commands of CI services.</summary>
    protected static string MessageOf(Diagnostic finding) => PlainText.Of(SecretText.Mask(finding.Message));

    /// <summary>The text without characters that XML 1.0 does not allow (section 2.2).</summary>
    protected static string Xml(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        try
        {
            return XmlConvert.VerifyXmlChars(text);
        }
        catch (XmlException)
        {
            return string.Concat(text.Where(static c => XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c)));
        }
    }

    /// <summary>The first line of a finding, 1-based. A finding about a whole file is at its beginning.</summary>
    protected static int LineOf(Diagnostic finding) => finding.Start?.Line ?? 1;

    /// <summary>For example <c>2 errors, 1 warning</c>.</summary>
    public static string Counts(IReadOnlyCollection<Diagnostic> findings)
    {
        string[] counts =
        [
            .. Count(findings, Severity.Error, "error"), .. Count(findings, Severity.Warning, "warning"),
            .. Count(findings, Severity.Message, "message"),
        ];
        return counts.Length == 0 ? "no findings" : string.Join(", ", counts);
    }

    private static IEnumerable<string> Count(IEnumerable<Diagnostic> findings, Severity severity, string noun)
    {
        var count = findings.Count(finding => finding.Severity == severity);
        return count == 0 ? [] : [count == 1 ? $"1 {noun}" : $"{count} {noun}s"];
    }
}
