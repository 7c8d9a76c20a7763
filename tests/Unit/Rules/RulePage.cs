using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>A page of <c>docs/rules</c>, read as what it is: what a rule says of itself, and the examples that specify it.</summary>
/// <param name="Id">The code in the heading.</param>
/// <param name="Title">What follows the code in the heading.</param>
/// <param name="Severity">As the list under the heading says.</param>
/// <param name="IsRecommended">False when that list says <c>Level: all</c>.</param>
/// <param name="Aliases">As that list says.</param>
/// <param name="Examples">Every Dockerfile block, in order.</param>
internal sealed record RulePage(
    string Id, string Title, Severity Severity, bool IsRecommended, IReadOnlyList<string> Aliases, IReadOnlyList<RuleExample> Examples)
{
    /// <summary>Every image block, in order.</summary>
    public IReadOnlyList<ImageExample> Images { get; private init; } = [];

    private const string Fence = "```";
    private const string FindingsFence = Fence + "text findings";

    public static string Folder { get; } = RepositoryRoot.Combine("docs", "rules");

    /// <summary>The codes that have a page.</summary>
    public static IReadOnlyList<string> Ids { get; } =
        [.. Directory.GetFiles(Folder, "CG*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    public static RulePage Read(string id)
    {
        var lines = File.ReadAllLines(PathOf(id));
        var heading = lines[0].Split(':', 2);
        heading.Length.ShouldBe(2, $"{id}.md begins with '# {id}: title'");
        var examples = ReadExamples(id, lines);
        return new RulePage(
            heading[0].TrimStart('#', ' '),
            heading[1].Trim(),
            Enum.Parse<Severity>(Entry("Severity") ?? throw new FormatException($"{id}.md has no '- Severity:' line"), ignoreCase: true),
            Entry("Level") != "all",
            [.. (Entry("Aliases") ?? "").Split('`').Where((_, index) => index % 2 == 1)],
            [.. examples.OfType<RuleExample>()])
        {
            Images = [.. examples.OfType<ImageExample>()],
        };

        string? Entry(string name) =>
            lines.FirstOrDefault(line => line.StartsWith($"- {name}: ", StringComparison.Ordinal))?[(name.Length + 4)..];
    }

    /// <summary>The page with the blocks <c>text findings</c> that its rule asks for, each straight below its Dockerfile.</summary>
    public static string WithFindings(string id)
    {
        var lines = File.ReadAllLines(PathOf(id));
        var examples = ReadExamples(id, lines);
        List<string> page = [];
        for (var i = 0; i < lines.Length; i++)
        {
            page.Add(lines[i]);
            if (examples.Find(example => example.PageLine == i + 1) is not { } example) continue;

            while (lines[i] != Fence) page.Add(lines[++i]);
            if (i + 2 < lines.Length && lines[i + 2] == FindingsFence) i = Array.IndexOf(lines, Fence, i + 3);
            if (example.Shown() is { Count: > 0 } shown) page.AddRange(["", FindingsFence, .. shown, Fence]);
        }

        return string.Join('\n', page) + "\n";
    }

    public static string PathOf(string id) => Path.Combine(Folder, id + ".md");

    private static List<IPageExample> ReadExamples(string id, string[] lines)
    {
        List<IPageExample> examples = [];
        var section = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("## ", StringComparison.Ordinal)) section = lines[i][3..].Trim();
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal)) continue;

            var (start, info) = (i + 1, lines[i][Fence.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            i = Array.IndexOf(lines, Fence, start);
            i.ShouldBeGreaterThan(0, $"{id}.md({start}): the block is never closed");
            var text = string.Join('\n', lines[start..i]) + "\n";
            switch (info)
            {
                case ["dockerfile", "fixed"]:
                    examples[^1] = (RuleExample)examples[^1] with { Fixed = text };
                    break;
                case ["dockerignore", "fixed"]:
                    examples[^1] = (RuleExample)examples[^1] with { FixedIgnoreFile = text };
                    break;
                case ["text", "findings"]:
                    var expected = lines[start..i];
                    examples[^1] = examples[^1] is ImageExample image
                        ? image with { Expected = expected }
                        : (RuleExample)examples[^1] with { Expected = expected };
                    break;
                case ["dockerfile", .. var options]:
                    examples.Add(new RuleExample(id, start, section, options, text));
                    break;
                case ["image", .. var options]:
                    examples.Add(new ImageExample(id, start, section, options, text));
                    break;
            }
        }

        return examples;
    }
}
