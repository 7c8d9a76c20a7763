using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tool.Output;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tool.Commands;

/// <summary>The options <c>--format</c> and <c>--report</c>.</summary>
internal sealed class ReportOptions
{
    /// <summary>The format for people.</summary>
    public const string Text = "text";

    private readonly string _format;
    private readonly List<(string Path, string Format)> _files = [];

    /// <param name="format">The format of the standard output.</param>
    /// <param name="reports">A path whose name implies the format, or <c>format=path</c>.</param>
    /// <exception cref="ToolException">A report has no format.</exception>
    public ReportOptions(string format, IEnumerable<string> reports)
    {
        _format = format;
        foreach (var report in reports)
        {
            var sign = report.IndexOf('=', StringComparison.Ordinal);
            var isNamed = sign > 0 && ReportFormats.Names.Contains(report[..sign], StringComparer.OrdinalIgnoreCase);
            var path = isNamed ? report[(sign + 1)..] : report;
            var name = isNamed ? report[..sign].ToLowerInvariant() : ReportFormats.NameFor(path);
            if (name is null)
            {
                throw new ToolException(
                    $"The name of the report '{path}' does not imply a format. Write format=path, with one of: "
                        + $"{string.Join(", ", ReportFormats.Names)}.");
            }

            _files.Add((path, name));
        }
    }

    /// <summary>The values of <c>--format</c>.</summary>
    public static string[] Formats => [Text, .. ReportFormats.Names];

    /// <summary>Whether the standard output is for people.</summary>
    public bool IsText => _format == Text;

    /// <summary>The files as items of a task.</summary>
    public ITaskItem[] Items => [.. _files.Select(static file => new TaskItem(
        file.Path, new Dictionary<string, string> { ["Format"] = file.Format }))];

    /// <summary>Writes the report of the standard output, at once: a check that fails writes none.</summary>
    public void Write(ReportRun run, IEnumerable<Diagnostic> findings, TextWriter output)
    {
        if (ReportFormats.Find(_format) is { } format)
        {
            output.Write(format.Join([new ReportPart(run.Id, format.PartOf(run, [.. findings]))]));
            return;
        }

        using var stream = new MemoryStream();
        using var enumerator = findings.GetEnumerator();
        SarifReport.Write(stream, run, enumerator);
        output.Write(System.Text.Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    /// <summary>Writes the files, and the summary of a step of GitHub Actions.</summary>
    /// <exception cref="ToolException">A file cannot be written.</exception>
    public void WriteFiles(ReportRun run, IReadOnlyList<Diagnostic> findings, ToolConsole console)
    {
        var more = new MoreReports(_files, console.Environment(StepSummary.Variable), run.Files, Path.GetTempPath());
        if (more.IsEmpty) return;
        foreach (var (file, problem) in more.Write(run, findings, console.FullPath)) throw new ToolException($"{file}: {problem}");
    }
}
