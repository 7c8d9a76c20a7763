using System.Globalization;
using System.Text;
using ContainerGuard.Inspection;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>The inspected images of an HTML report: their layers, the largest first.</summary>
internal static class HtmlImages
{
    /// <summary>Smaller layers are in one row.</summary>
    private const int MostLayers = 60;
    private const int LongestStep = 200;

    /// <param name="html">Receives the HTML.</param>
    /// <param name="image">The image.</param>
    /// <param name="findings">The open findings in it.</param>
    public static void Write(StringBuilder html, ReportedImage image, IReadOnlyList<Diagnostic> findings)
    {
        var layers = image.Layers.OrderByDescending(static layer => layer.Size ?? 0).ThenBy(static layer => layer.Number).ToList();
        var about = image.Platform is null ? "" : $"{image.Platform}, ";
        var total = InspectionReport.Size(layers.Sum(static layer => layer.Size ?? 0));
        html.Append(CultureInfo.InvariantCulture, $"<p>{HtmlFormat.Text(about)}{total} in ")
            .Append(CultureInfo.InvariantCulture, $"{layers.Count} {(layers.Count == 1 ? "layer" : "layers")}.</p>\n")
            .Append("<table><caption>The layers by size</caption><thead><tr><th scope=\"col\">Layer</th><th scope=\"col\">Size</th>")
            .Append("<th scope=\"col\">Packages</th><th scope=\"col\">Findings</th><th scope=\"col\">Made by</th></tr></thead><tbody>\n");
        foreach (var layer in layers.Take(MostLayers))
        {
            var found = findings.Count(finding => finding.Image?.Layer == layer.Name);
            var by = layer.By.Length > LongestStep ? layer.By[..LongestStep] + "…" : layer.By;
            var size = layer.Size is { } known ? InspectionReport.Size(known) : "not read";
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{layer.Number}</td><td>{size}</td><td>{layer.Packages}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{found}</td><td>{HtmlFormat.Text(by)}</td></tr>\n");
        }

        if (layers.Count > MostLayers)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"5\">{layers.Count - MostLayers} smaller layers</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
    }
}
