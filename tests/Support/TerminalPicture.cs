using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// A picture of a terminal as SVG: what a command has printed, with its colours (ECMA-48, SGR). With <c>CONTAINERGUARD_UPDATE_DOCS=1</c>,
/// the pictures of docs/images are made again (build/screenshots.sh); otherwise a test compares them with what the terminal shows.
/// </summary>
public static partial class TerminalPicture
{
    private const int Columns = 120;
    private const double Advance = 7.8;
    private const int LineHeight = 18;
    private const int Margin = 16;
    private const string Foreground = "#d4d4d4";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly (string Pattern, string Text)[] Always =
    [
        (@"\b\d+\.\ds\b", "1.8s"), ("sha256:[0-9a-f]{12,64}", "sha256:3f1c0b5d9a27"), (@"\.NET 10\.0\.\d+", ".NET 10.0.9"),
    ];

    private static readonly string[] Colours =
    [
        "#1e1e1e", "#f14c4c", "#23d18b", "#e5e510", "#3b8eea", "#d670d6", "#29b8db", "#d4d4d4",
        "#8a8a8a", "#f14c4c", "#23d18b", "#f5f543", "#3b8eea", "#d670d6", "#29b8db", "#ffffff",
    ];

    /// <summary>
    /// Asserts that a picture shows what the terminal shows, except for what differs from run to run: times, digests, folders and versions.
    /// </summary>
    /// <param name="name">The file in docs/images, without its extension.</param>
    /// <param name="command">As the reader types it.</param>
    /// <param name="screen">The output with its colours.</param>
    /// <param name="replacements">What else differs: patterns, and the text to show instead.</param>
    public static void ShouldShow(string name, string command, string screen, params (string Pattern, string Text)[] replacements)
    {
        var shown = replacements.Concat(Always)
            .Aggregate(screen, static (text, one) => Regex.Replace(text, one.Pattern, one.Text, RegexOptions.None, Patience));
        var svg = Of(command, shown);
        var path = RepositoryRoot.Combine("docs", "images", $"{name}.svg");
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1")
        {
            File.WriteAllText(path, svg);
            return;
        }

        File.ReadAllText(path).ShouldBe(svg, $"{path} differs from the terminal. Run build/screenshots.sh.");
    }

    /// <summary>The picture.</summary>
    /// <param name="command">As the reader types it.</param>
    /// <param name="screen">The output with its colours.</param>
    public static string Of(string command, string screen)
    {
        List<List<Run>> lines = [[new Run("$ ", Colours[10], true), new Run(command, Foreground, true)]];
        foreach (var line in screen.TrimEnd().Split('\n')) lines.AddRange(Wrapped(RunsOf(line.TrimEnd())));
        var height = lines.Count * LineHeight + 2 * Margin;
        var width = (int)Math.Ceiling(Columns * Advance) + 2 * Margin;
        var svg = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" ")
            .Append(CultureInfo.InvariantCulture, $"width=\"{width}\" height=\"{height}\" role=\"img\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{WebUtility.HtmlEncode(command)}</title>\n")
            .Append("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#1e1e1e\"/>\n")
            .Append("<g font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"13\" ")
            .Append("xml:space=\"preserve\">\n");
        for (var number = 0; number < lines.Count; number++)
        {
            var column = 0;
            foreach (var run in lines[number])
            {
                Write(svg, run, column, Margin + (number + 1) * LineHeight - 5);
                column += run.Text.Length;
            }
        }

        return svg.Append("</g>\n</svg>\n").ToString();
    }

    /// <summary>The length of each text is given, so that columns stay in line in every font.</summary>
    private static void Write(StringBuilder svg, Run run, int column, int y)
    {
        var text = run.Text.Trim(' ');
        if (text.Length == 0) return;
        var x = Margin + (column + run.Text.Length - run.Text.TrimStart(' ').Length) * Advance;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y}\" textLength=\"{text.Length * Advance:F1}\" ")
            .Append(CultureInfo.InvariantCulture, $"lengthAdjust=\"spacingAndGlyphs\" fill=\"{run.Colour}\"")
            .Append(run.IsBold ? " font-weight=\"bold\">" : ">").Append(WebUtility.HtmlEncode(text)).Append("</text>\n");
    }

    /// <summary>The parts of a line that have one colour. Other sequences, such as links, are left out.</summary>
    private static List<Run> RunsOf(string line)
    {
        List<Run> runs = [];
        var style = Style.Plain;
        var at = 0;
        foreach (Match sequence in Sequences().Matches(line))
        {
            Add(line[at..sequence.Index]);
            at = sequence.Index + sequence.Length;
            if (sequence.Groups["sgr"].Success) style = style.After(sequence.Groups["sgr"].Value);
        }

        Add(line[at..]);
        return runs;

        void Add(string text)
        {
            if (text.Length > 0) runs.Add(new Run(text, style.IsDim ? Colours[8] : style.Colour, style.IsBold));
        }
    }

    private static IEnumerable<List<Run>> Wrapped(List<Run> runs)
    {
        List<Run> line = [];
        var room = Columns;
        foreach (var run in runs)
        {
            for (var rest = run; rest.Text.Length > 0;)
            {
                var part = rest.Text[..Math.Min(room, rest.Text.Length)];
                line.Add(rest with { Text = part });
                rest = rest with { Text = rest.Text[part.Length..] };
                room -= part.Length;
                if (room > 0) continue;
                yield return line;
                (line, room) = ([], Columns);
            }
        }

        if (line.Count > 0 || runs.Count == 0) yield return line;
    }

    [GeneratedRegex(@"\x1b\[(?<sgr>[\d;:]*)m|\x1b\[[\d;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]")]
    private static partial Regex Sequences();

    private sealed record Run(string Text, string Colour, bool IsBold);

    /// <summary>How text looks (ECMA-48, "Select Graphic Rendition").</summary>
    private sealed record Style(string Colour, bool IsBold, bool IsDim)
    {
        public static readonly Style Plain = new(Foreground, IsBold: false, IsDim: false);

        /// <param name="parameters">The parameters of a sequence.</param>
        public Style After(string parameters)
        {
            var style = this;
            int[] codes = [.. parameters.Split(';', ':').Select(static code => code.Length == 0 ? 0 : int.Parse(
                code, CultureInfo.InvariantCulture))];
            for (var i = 0; i < codes.Length; i++)
            {
                if (codes[i] == 38 && i + 2 < codes.Length && codes[i + 1] == 5)
                {
                    var colour = codes[i + 2];
                    style = style with { Colour = colour < Colours.Length ? Colours[colour] : Foreground };
                    i += 2;
                    continue;
                }

                style = codes[i] switch
                {
                    0 => Plain,
                    1 => style with { IsBold = true },
                    2 => style with { IsDim = true },
                    22 => style with { IsBold = false, IsDim = false },
                    >= 30 and <= 37 => style with { Colour = Colours[codes[i] - 30] },
                    >= 90 and <= 97 => style with { Colour = Colours[codes[i] - 82] },
                    39 => style with { Colour = Foreground },
                    _ => style,
                };
            }

            return style;
        }
    }
}
