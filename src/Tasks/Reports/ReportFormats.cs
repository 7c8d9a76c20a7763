namespace ContainerGuard.Reports;

/// <summary>The formats of <c>ContainerGuardReport</c>, by name and by file name.</summary>
internal static class ReportFormats
{
    /// <summary>SARIF, which is written as the findings arrive (<see cref="SarifFile"/>).</summary>
    public const string Sarif = "sarif";

    private static readonly ReportFormat[] All =
        [new JsonFormat(), new JUnitFormat(), new CheckstyleFormat(), new GitLabFormat(), new MarkdownFormat(), new HtmlFormat()];

    /// <summary>The values of <c>Format</c>.</summary>
    public static IEnumerable<string> Names => [Sarif, .. All.Select(static format => format.Name)];

    /// <summary>The format of a name; null for SARIF and for an unknown name.</summary>
    public static ReportFormat? Find(string name) =>
        Array.Find(All, format => format.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of the format that a file name implies; null if it does not imply one, as <c>report.xml</c>.</summary>
    /// <param name="path">The path of the report.</param>
    public static string? NameFor(string path)
    {
        var name = Path.GetFileName(path.Replace('\\', '/')).ToLowerInvariant();
        return name.EndsWith(".sarif.json", StringComparison.Ordinal) ? Sarif
            : name.StartsWith("gl-code-quality", StringComparison.Ordinal) ? "gitlab"
            : Path.GetExtension(name) switch
            {
                ".sarif" => Sarif,
                ".json" => "json",
                ".html" or ".htm" => "html",
                ".md" or ".markdown" => "markdown",
                ".xml" when name.Contains("junit", StringComparison.Ordinal) => "junit",
                ".xml" when name.Contains("checkstyle", StringComparison.Ordinal) => "checkstyle",
                _ => null,
            };
    }
}
