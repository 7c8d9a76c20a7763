using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Reports;

/// <summary>
/// One HTML file without references to others, for people: findings with their source, why they matter, the files with marked lines, their
/// stages and their images. Its script filters; without it, everything is shown.
/// </summary>
internal sealed class HtmlFormat : MarkedFormat
{
    private const int LongestLine = 300;

    private static readonly Lazy<(string Head, string Tail)> Frame = new(MakeFrame);

    public override string Name => "html";

    protected override string Head => Frame.Value.Head;

    protected override string Tail => Frame.Value.Tail;

    public override string PartOf(ReportRun run, IReadOnlyList<Diagnostic> findings)
    {
        Diagnostic[] open = [.. Open(findings)];
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run.Id)).AsSpan(0, 4));
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<section aria-labelledby=\"p{key}\">\n")
            .Append(CultureInfo.InvariantCulture, $"<h2 id=\"p{key}\">{Text(run.Project)}</h2>\n<p>{Counts(open)}")
            .Append(CultureInfo.InvariantCulture, $" in {Subjects(run)}.</p>\n");
        foreach (var image in run.Images) WriteImage(html, image, [.. open.Where(finding => IsIn(finding, image))], key);
        var files = open.Where(finding => !run.Images.Any(image => IsIn(finding, image)))
            .GroupBy(finding => run.PathOf(finding.File), StringComparer.Ordinal).ToArray();
        foreach (var file in files) WriteFile(html, run, file.Key, [.. file], key);
        foreach (var clean in run.Files.Where(name => !files.Any(file => file.Key == run.PathOf(name))))
        {
            WriteFile(html, run, run.PathOf(clean), [], key, clean);
        }

        WriteRules(html, run, open, key);
        return html.Append("</section>").ToString();
    }

    /// <summary>Text for an element or a quoted attribute.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(PlainText.Of(text));

    private static string Subjects(ReportRun run)
    {
        var files = run.Files.Count == 0 && run.Images.Count > 0 ? null
            : $"{run.Files.Count} {(run.Files.Count == 1 ? "file" : "files")}";
        var images = run.Images.Count == 0 ? null : $"{run.Images.Count} {(run.Images.Count == 1 ? "image" : "images")}";
        return string.Join(" and ", new[] { files, images }.OfType<string>());
    }

    /// <summary>Whether a finding is in an image, and not at an instruction of its Dockerfile.</summary>
    private static bool IsIn(Diagnostic finding, ReportedImage image) => finding.Start is null && finding.Image?.Image == image.Name;

    private static void WriteImage(StringBuilder html, ReportedImage image, Diagnostic[] findings, string key)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h3>{Text(image.Name)}</h3>\n");
        HtmlImages.Write(html, image, findings);
        foreach (var finding in findings) WriteFinding(html, finding, [], key);
    }

    private static void WriteFile(
        StringBuilder html, ReportRun run, string path, Diagnostic[] findings, string key, string? name = null)
    {
        name ??= findings[0].File;
        var source = TextFile.Read(run.FullPath(name), "file").Bytes is { } bytes ? SourceText.FromBytes(bytes, path) : null;
        string[] lines = source is null ? [] : source.Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        html.Append(CultureInfo.InvariantCulture, $"<h3>{Text(path)}</h3>\n");
        foreach (var finding in findings) WriteFinding(html, finding, lines, key);
        if (source is null) return;
        HtmlStages.Write(html, run, source, path);
        WriteSource(html, lines, findings);
    }

    private static void WriteFinding(StringBuilder html, Diagnostic finding, string[] lines, string key)
    {
        var severity = JsonFormat.NameOf(finding.Severity);
        html.Append(CultureInfo.InvariantCulture, $"<article class=\"{severity}\"><p><span class=\"s\">{severity}</span> ")
            .Append(finding is { Start: null, Image: not null } ? Text(finding.Image.Path ?? "") : $"line {LineOf(finding)}")
            .Append(CultureInfo.InvariantCulture, $" <a href=\"#{key}-{finding.Rule.Id}\">{finding.Rule.Id}</a> ")
            .Append(CultureInfo.InvariantCulture, $"{WebUtility.HtmlEncode(MessageOf(finding))}");
        if (finding.Fix is not null) html.Append(" <span class=\"soft\">(can be fixed automatically)</span>");
        html.Append("</p>");
        if (finding.Start is { } start && start.Line <= lines.Length)
        {
            html.Append("<pre>");
            for (var number = Math.Max(1, start.Line - 1); number <= Math.Min(lines.Length, start.Line + 1); number++)
            {
                html.Append(CultureInfo.InvariantCulture, $"{number,4} ")
                    .Append(number == start.Line ? Marked(lines[number - 1], start, finding.End ?? start) : Line(lines[number - 1]))
                    .Append('\n');
            }

            html.Append("</pre>");
        }

        html.Append("</article>\n");
    }

    /// <summary>A line of the file without secrets: people send a report around.</summary>
    private static string Line(string line)
    {
        var shown = SecretText.Mask(line);
        return Text(shown.Length > LongestLine ? shown[..LongestLine] + "…" : shown);
    }

    private static string Marked(string line, TextPosition start, TextPosition end)
    {
        var from = Math.Clamp(start.Column - 1, 0, line.Length);
        var to = end.Line == start.Line ? Math.Clamp(end.Column - 1, from, line.Length) : line.Length;
        return to == from || to > LongestLine || SecretText.Mask(line) != line
            ? Line(line)
            : $"{Text(line[..from])}<mark>{Text(line[from..to])}</mark>{Line(line[to..])}";
    }

    private static void WriteSource(StringBuilder html, string[] lines, Diagnostic[] findings)
    {
        var marks = findings.Where(static finding => finding.Start is not null)
            .GroupBy(LineOf)
            .ToDictionary(static line => line.Key, static line => line.Select(static finding => finding.Rule.Id).Distinct());
        html.Append("<details><summary>The file with its findings</summary><pre>");
        for (var number = 1; number <= lines.Length; number++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<span class=\"n\">{number,4}</span> ");
            if (marks.TryGetValue(number, out var rules))
            {
                html.Append("<mark>").Append(Line(lines[number - 1])).Append("</mark> <span class=\"soft\">")
                    .AppendJoin(", ", rules).Append("</span>\n");
            }
            else
            {
                html.Append(Line(lines[number - 1])).Append('\n');
            }
        }

        html.Append("</pre></details>\n");
    }

    /// <summary>Why the rules of the findings exist, once for each rule.</summary>
    private static void WriteRules(StringBuilder html, ReportRun run, Diagnostic[] findings, string key)
    {
        if (findings.Length == 0) return;
        html.Append("<h3>Why</h3>\n<dl>\n");
        var rules = findings.Select(static finding => finding.Rule).DistinctBy(static rule => rule.Id);
        foreach (var rule in rules.OrderBy(static rule => rule.Id, StringComparer.Ordinal))
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt id=\"{key}-{rule.Id}\"><a href=\"{Text(rule.HelpLink)}\">{rule.Id}</a> ")
                .Append(CultureInfo.InvariantCulture, $"{Text(rule.Title)}</dt>");
            var page = run.PageOf(rule.Id);
            if (page is not null) html.Append(CultureInfo.InvariantCulture, $"<dd>{Text(RulePageText.Why(page))}</dd>");
            html.Append('\n');
        }

        html.Append("</dl>\n");
    }

    private static (string Head, string Tail) MakeFrame()
    {
        var (style, script) = (Resource("report.css"), Resource("report.js"));

        // Text of a Dockerfile cannot become code: only these two resources have the hashes (CSP Level 3, section 6.7.2).
        var head = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{Hash(style)}'; "
            + $"script-src '{Hash(script)}'\">"
            + $"<title>ContainerGuard report</title><style>{style}</style></head><body>\n"
            + "<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n<header><h1>ContainerGuard report</h1></header>\n"
            + "<form role=\"search\" aria-label=\"Filter findings\"><label>Search <input type=\"search\" id=\"search\" "
            + "aria-keyshortcuts=\"/\"></label>"
            + string.Concat(((string[])["error", "warning", "message"]).Select(static severity =>
                $"<label><input type=\"checkbox\" name=\"severity\" value=\"{severity}\" checked> {severity}s</label>"))
            + "<span id=\"count\" role=\"status\"></span></form>\n<main id=\"findings\" tabindex=\"-1\">\n";
        return (head, $"</main>\n<script>{script}</script></body></html>\n");
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlFormat).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
