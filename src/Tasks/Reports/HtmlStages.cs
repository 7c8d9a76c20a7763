using System.Globalization;
using System.Text;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Reports;

/// <summary>The stages of a Dockerfile as a graph, with the same facts as a text, and its images with their pins and their age.</summary>
internal static class HtmlStages
{
    private const int Width = 320;
    private const int Height = 44;
    private const int Step = 64;
    private const int Bend = 26;
    private const int MostStages = 60;
    private const int LongestName = 44;

    /// <summary>Writes the graph of a file with several stages, and the table of images.</summary>
    /// <param name="html">Receives the HTML.</param>
    /// <param name="run">Knows the lock file and the date.</param>
    /// <param name="source">The file.</param>
    /// <param name="path">The path that the report shows.</param>
    public static void Write(StringBuilder html, ReportRun run, SourceText source, string path)
    {
        var model = DockerfileModel.Read(source);
        if (model.Stages.Length is > 1 and <= MostStages) WriteGraph(html, model, path);
        if (model.Images.Length > 0) WriteImages(html, run, model, path);
    }

    private static void WriteGraph(StringBuilder html, DockerfileModel model, string path)
    {
        var height = (model.Stages.Length * Step) + 8;
        html.Append("<details open><summary>Stages</summary>\n")
            .Append(CultureInfo.InvariantCulture, $"<svg role=\"img\" viewBox=\"0 0 560 {height}\" width=\"560\" height=\"{height}\" ")
            .Append(CultureInfo.InvariantCulture, $"aria-label=\"Stages of {HtmlFormat.Text(path)}; the list below has the same facts\">")
            .Append("<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" ")
            .Append("orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n");
        foreach (var stage in model.Stages)
        {
            foreach (var from in SourcesOf(stage)) WriteArrow(html, from.Index, stage.Index);
        }

        foreach (var stage in model.Stages)
        {
            var y = (stage.Index * Step) + 4;
            html.Append(CultureInfo.InvariantCulture, $"<g{(stage.IsFinal ? " class=\"final\"" : "")}>")
                .Append(CultureInfo.InvariantCulture, $"<rect x=\"4\" y=\"{y}\" width=\"{Width}\" height=\"{Height}\" rx=\"4\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"14\" y=\"{y + 18}\">{Name(stage)}</text>")
                .Append(CultureInfo.InvariantCulture, $"<text class=\"base\" x=\"14\" y=\"{y + 36}\">{Short(BaseOf(stage))}</text></g>\n");
        }

        html.Append("</svg>\n<ul>");
        foreach (var stage in model.Stages) html.Append(CultureInfo.InvariantCulture, $"<li>{Sentence(stage)}</li>");
        html.Append("</ul></details>\n");
    }

    private static void WriteArrow(StringBuilder html, int from, int to)
    {
        var (start, end) = ((from * Step) + 4 + (Height / 2), (to * Step) + 4 + (Height / 2));
        var right = Width + 4 + (Bend * Math.Min(Math.Abs(to - from), 8));
        html.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"M{Width + 4} {start}C{right} {start} {right} {end} {Width + 6} {end}\" marker-end=\"url(#arrow)\"/>\n");
    }

    private static IEnumerable<Stage> SourcesOf(Stage stage) =>
        (stage.Parent is { } parent ? stage.Sources.Prepend(parent) : stage.Sources).Distinct();

    private static string Name(Stage stage) =>
        Short(stage.Name ?? string.Create(CultureInfo.InvariantCulture, $"stage {stage.Index}")) + (stage.IsFinal ? " (final)" : "");

    private static string BaseOf(Stage stage) => stage.Parent is { } parent ? $"continues {parent.Name ?? "a stage"}" : stage.BaseText;

    private static string Sentence(Stage stage)
    {
        var copied = SourcesOf(stage).Where(from => from != stage.Parent).Select(Name).ToArray();
        var copies = copied.Length == 0 ? "" : $", copies from {string.Join(", ", copied)}";
        return $"{Name(stage)}: {HtmlFormat.Text(BaseOf(stage))}{copies}{(stage.IsReachable ? "" : ", not part of the image")}";
    }

    private static string Short(string text) => HtmlFormat.Text(text.Length > LongestName ? text[..LongestName] + "…" : text);

    private static void WriteImages(StringBuilder html, ReportRun run, DockerfileModel model, string path)
    {
        html.Append(CultureInfo.InvariantCulture, $"<table><caption>Images of {HtmlFormat.Text(path)}</caption>")
            .Append("<thead><tr><th scope=\"col\">image</th><th scope=\"col\">digest</th><th scope=\"col\">created</th></tr></thead>")
            .Append("<tbody>\n");
        foreach (var use in model.Images.DistinctBy(static use => use.Reference))
        {
            var isImage = ImageReference.TryParse(use.Reference, out var reference, out _);
            var locked = isImage ? run.Locked(reference!) : null;
            var digest = reference?.Digest?.Short ?? (locked is null ? "not pinned" : $"{locked.Digest.Short} in the lock file");
            var age = ImageAge.Of(locked?.Config?.Created, run.Today)?.ToString() ?? "unknown";
            var name = isImage ? reference!.FamiliarName + (reference.Tag is { } tag ? ":" + tag : "") : use.Reference;
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{HtmlFormat.Text(name)}</td><td>{HtmlFormat.Text(digest)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{HtmlFormat.Text(age)}</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
    }
}
